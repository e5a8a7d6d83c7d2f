// What clipping makes of a gradient: of each entry, of each layer, or of all together. Pure functions.

/**
 * @param gradients a typed array a layer
 * @param kind "value": each entry to −c … c (Keras's clipvalue); "layer": each layer's to a length of at most c (clipnorm);
 *   "all": all together to a length of at most c (global_clipnorm); "none"
 * @returns {after: [typed array], length, lengthAfter, angle: degrees between both, cut: share of entries that were changed}
 */
export function clip(gradients, kind, c) {
  const length = Math.hypot(...gradients.map(lengthOf));
  const after = gradients.map((gradient) => clippedLayer(gradient, kind, c, length));
  const lengthAfter = Math.hypot(...after.map(lengthOf));
  let [along, cut, count] = [0, 0, 0];
  gradients.forEach((gradient, l) => {
    for (let i = 0; i < gradient.length; i++) {
      along += (gradient[i] / (length || 1)) * (after[l][i] / (lengthAfter || 1));
      if (gradient[i] !== after[l][i]) cut += 1;
    }
    count += gradient.length;
  });
  const angle = (Math.acos(Math.min(1, Math.max(-1, along))) * 180) / Math.PI;
  return { after, length, lengthAfter, angle: length > 0 && angle > 0.01 ? angle : 0, cut: cut / count };
}

function clippedLayer(gradient, kind, c, length) {
  if (kind === "value") return gradient.map((entry) => Math.min(c, Math.max(-c, entry)));
  const own = kind === "layer" ? lengthOf(gradient) : kind === "all" ? length : 0;
  return own > c ? gradient.map((entry) => (entry * c) / own) : gradient;
}

export function lengthOf(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

// The two lanes of the reader's own network: its layers with weights, by the same 64 examples.

import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createLayerLanes } from "../../lesson/layer_lanes.js";
import { share } from "./words.js";

const NAMED = 90; // pixels a layer that its name needs

/** @returns {node, update(own, moment, theme), destroy()} */
export function createOwnView() {
  const now = { layer: 0, last: null };
  const lanes = createLayerLanes({
    pick: (layer) => {
      now.layer = layer;
      if (now.last) update(...now.last);
    },
  });
  const [verdict, detail] = [element("p", { class: "vg-line" }), element("p", { class: "vg-line nl-muted" })];
  const node = element("div", {}, verdict, lanes.node, detail);

  function update(own, moment, theme) {
    now.last = [own, moment, theme];
    const layers = own.layers.map((layer) => ({ ...layer[moment], name: layer.path, kind: layer.kind }));
    now.layer = Math.min(now.layer, layers.length - 1);
    const bars = inParts(layers);
    const room = lanes.node.clientWidth / layers.length;
    setText(verdict, sentence(layers, bars));
    setText(detail, describe(layers[now.layer], bars[now.layer], now.layer));
    lanes.update({
      layers: layers.map((layer) => ({ ...layer, size: layer.size ?? Number.NaN })),
      limit: own.limit,
      layer: now.layer,
      words: detail.textContent,
      names: room > NAMED ? layers.map(({ name }) => clipped(name)) : null,
      forward: "Signal → what each layer puts out",
      back: "← Gradient of the outputs, in parts of the last hidden layer's",
      bars,
    });
  }

  return { node, update, destroy: lanes.destroy };
}

/** The output layer's gradient has a measure of its own, so the last hidden layer is the 1, where there are several. */
export function inParts(layers) {
  const last = layers.length > 2 ? layers.length - 2 : layers.length - 1;
  const one = layers[last].output_gradient;
  return layers.map(({ output_gradient: own }) => (own === null ? Number.NaN : own / (one || 1)));
}

export function sentence(layers, bars) {
  if (layers.length < 2) return "It has one layer with weights: its gradient has no way to go.";
  if (!bars.every(Number.isFinite)) return "A gradient is no longer a number: this training has diverged.";
  if (layers.every(({ weight_gradient: own }) => own === 0))
    return "No gradient comes back: these examples ask for no change.";
  const last = layers[Math.max(layers.length - 2, 0)].name;
  const is = bars[0] < 1e-3 ? "vanishes" : bars[0] > 1e3 ? "explodes" : "flows";
  return `The gradient ${is}: ${layers[0].name} gets ${share(bars[0])} what ${last} gets.`;
}

function describe({ name, kind, size, weight_gradient: gradient }, bar, layer) {
  const of = `Layer ${layer + 1}, ${name} (${kind})`;
  return `${of}: outputs of size ${short(size)}; gradient ${share(bar)} the last hidden layer's, of its weights ${short(gradient, 2)}.`;
}

function clipped(name) {
  return name.length > 11 ? `${name.slice(0, 10)}…` : name;
}

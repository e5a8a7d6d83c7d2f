// What is said of a layer while the pointer or the keyboard is on it.

import { element } from "../base/dom.js";
import { short } from "../base/numbers.js";

/** @returns {show(node or null, anchor)}: a small card beside the anchor, inside `box`. */
export function createDetails(box) {
  const card = element("div", { class: "nv-details", role: "tooltip", hidden: true });
  box.append(card);

  function show(node, anchor) {
    card.hidden = !node;
    if (!node) return;
    card.replaceChildren(
      element("b", {}, node.name && node.name !== node.title ? `${node.name} · ${node.title}` : node.title),
      node.help ? element("p", {}, node.help) : "",
      element("dl", {}, ...facts(node).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
      node.problem ? element("p", { class: `nv-problem nv-${node.severity}` }, node.problem) : "",
    );
    place(anchor);
  }

  function place(anchor) {
    const [at, frame] = [anchor.getBoundingClientRect(), box.getBoundingClientRect()];
    const left = Math.min(
      Math.max(at.left + at.width / 2 - frame.left - card.offsetWidth / 2, 0),
      frame.width - card.offsetWidth,
    );
    const below = at.bottom - frame.top + 4;
    card.style.left = `${Math.max(left, 0)}px`;
    card.style.top = `${below}px`;
  }

  return { show };
}

/** [[name, value], …] in words. */
export function facts(node) {
  const found = [];
  if (node.members) found.push(["layers", String(node.layers)]);
  if (node.inputs?.length > 1) found.push(["fed by", node.inputs.join(", ")]);
  if (node.shape) found.push(["gives", node.shape.map((n) => n ?? "any").join(" × ") || "1"]);
  if (node.kind === "Input" || node.enabled === false) return found;
  if (node.parameters !== undefined) found.push(["parameters", node.parameters.toLocaleString("en")]);
  if (node.trainableParameters !== undefined && node.trainableParameters !== node.parameters) {
    found.push(["trainable", node.trainableParameters.toLocaleString("en")]);
  }
  if (node.memory) found.push(["memory per example", bytes(node.memory)]);
  if (node.multiplyAdds)
    found.push([
      "multiply-adds",
      node.multiplyAdds < 1e6 ? node.multiplyAdds.toLocaleString("en") : `${short(node.multiplyAdds / 1e6)} million`,
    ]);
  if (node.field?.length) found.push(["sees of the input", node.field.join(" × ")]);
  return found;
}

/** 340 B, 12.4 kB, 3.10 MB */
export function bytes(size) {
  const units = [
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ];
  const unit = units.find(([step]) => size >= step);
  return unit ? `${short(size / unit[0])} ${unit[1]}` : `${size} B`;
}

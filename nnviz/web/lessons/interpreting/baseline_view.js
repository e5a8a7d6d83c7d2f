// Integrated gradients asks: compared with what? The baseline is dragged from black to white; the sum must come out.

import { choices, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createTile } from "./draw.js";
import { SHADES } from "./state.js";

const OTHERS = { shade: "An even grey", mean: "The mean image", blur: "The image, blurred" };

/** on: change(part). @returns {node, update(state, world), destroy()} */
export function createBaselineView(on) {
  const tiles = ["x", "b", "m"].map((part) => createTile(part));
  const view = { on, tiles };
  view.kind = choices("Baseline", OTHERS, (kind) =>
    on.change({ baseline: { shade: 0, mean: SHADES, blur: SHADES + 1 }[kind] }),
  );
  view.shade = slider({
    part: "b",
    label: "From black to white",
    min: 0,
    max: SHADES - 1,
    step: 1,
    input: (baseline) => on.change({ baseline }),
  });
  view.strip = element("div", { class: "in-film", role: "group", "aria-label": "The map against every baseline" });
  view.film = Array.from({ length: SHADES + 2 }, (_, baseline) => createTile("m", () => on.change({ baseline })));
  view.strip.append(...view.film.map(({ node }) => node));
  view.sum = element("div", { class: "in-sum", "data-part": "c" });
  view.said = element("p", { class: "in-said", role: "status" });
  view.node = element(
    "div",
    { class: "in-baseline" },
    element("div", { class: "nl-bar" }, view.kind.node, view.shade.node),
    element("div", { class: "in-trio" }, ...tiles.map(({ node }) => node)),
    view.sum,
    view.said,
    view.strip,
  );
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.node.remove() };
}

function update(view, state, { theme, paths, example8, names, label8, original8, waiting, refusal }) {
  const at = state.baseline;
  const kind = at < SHADES ? "shade" : at === SHADES ? "mean" : "blur";
  view.kind.update(kind);
  view.shade.node.hidden = kind !== "shade";
  view.shade.update(Math.min(at, SHADES - 1), `${Math.round((100 * Math.min(at, SHADES - 1)) / (SHADES - 1))} %`);
  const own = paths?.at(at, example8);
  const side = 200;
  view.tiles[0].update({ values: original8, title: `The image, a ${names[label8]}`, side }, theme);
  view.tiles[1].update({ values: own?.baseline, title: "The baseline", said: "what it is compared with", side }, theme);
  view.tiles[2].update(
    { values: own?.map, signed: true, title: "Integrated gradients", said: "blue speaks for the answer", side },
    theme,
  );
  view.film.forEach((tile, k) => {
    const values = paths?.at(k, example8).map;
    tile.update({ values, signed: true, said: nameOf(k), side: 62, chosen: k === at }, theme);
  });
  drawSum(view.sum, own);
  setText(view.said, waiting || refusal || story(kind, at));
}

function nameOf(k) {
  if (k >= SHADES) return k === SHADES ? "mean" : "blur";
  return { 0: "black", [SHADES - 1]: "white" }[k] ?? `${10 * k} %`;
}

function drawSum(node, own) {
  const piece = (words, value) => element("span", {}, element("b", {}, value), element("small", {}, words));
  if (!own) return node.replaceChildren(element("span", { class: "nl-muted" }, "…"));
  const { output, from, total } = own;
  return node.replaceChildren(
    piece("answer to the image, f(x)", short(output)),
    element("i", {}, "−"),
    piece("answer to the baseline, f(b)", short(from)),
    element("i", {}, "="),
    piece("difference", short(output - from)),
    element("i", {}, "≈"),
    piece("sum of the map", short(total)),
    element("span", { class: "nl-muted" }, `residual ${short(Math.abs(total - (output - from)), 2)}`),
  );
}

function story(kind, at) {
  if (kind === "mean") return "Against the mean image, what counts is what makes this image unlike the others.";
  if (kind === "blur") return "Against its own blur only sharp things count: edges and the mark.";
  if (at === 0) return "Black: pixels that are black themselves get nothing, whatever they mean.";
  if (at === SHADES - 1)
    return "White: bright pixels get nothing now, the mark among them. Its place has not moved, and nor has the network.";
  return "Each pixel gets the credit for being unlike this grey. Pixels of the same grey get nothing.";
}

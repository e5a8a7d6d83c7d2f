// The sanity check: the network forgets what it learnt, layer by layer from its answer on. Which maps notice?

import { slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { drawTiles } from "./methods_view.js";

/** on: change(part). @returns {node, update(state, world), destroy()} */
export function createSanityView(on) {
  const tiles = element("div", { class: "in-tiles" });
  const view = { on, tiles, made: [] };
  view.level = slider({
    part: "l",
    label: "Layers drawn anew, from the answer on",
    min: 0,
    max: 4,
    step: 1,
    input: (level) => on.change({ level }),
  });
  view.chart = createLineChart(
    { height: 250, words: { x: "layers drawn anew", y: "likeness to the first map" }, part: "rho", drag: "ew" },
    { point: (x) => on.change({ level: Math.round(x) }) },
  );
  view.key = element("p", { class: "in-key" });
  view.said = element("p", { class: "in-said", role: "status" });
  view.node = element(
    "div",
    { class: "in-sanity" },
    view.level.node,
    tiles,
    element("div", { class: "in-below" }, element("div", {}, view.chart.node, view.key), view.said),
  );
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.chart.destroy() };
}

function update(view, state, { theme, methods, sanity, first, names, firstLabel, waiting, refusal }) {
  const level = state.level;
  const gone = sanity ? sanity.layers.slice(0, level) : [];
  view.level.update(level, level ? `${level} of ${sanity?.layers.length ?? 4}` : "none");
  const tile = drawTiles(
    view,
    methods,
    (k) => ({
      values: sanity?.map(k, level),
      said: sanity ? (level ? `likeness ${short(sanity.alike(k, level), 2)}` : "as learnt") : "…",
    }),
    theme,
  );
  tile.update({ values: first, title: `A ${names[firstLabel]}`, said: "what the network is given", side: 118 }, theme);
  const titles = Object.values(methods);
  const lines = sanity
    ? titles.map((_, k) => ({
        points: Array.from({ length: sanity.layers.length + 1 }, (_, l) => [l, sanity.alike(k, l)]),
        colour: theme.classes[k % theme.classes.length],
        width: 2.2,
      }))
    : [];
  view.chart.update({
    x: [0, 4],
    y: [0, 1],
    words: "Likeness of each method’s maps to its first ones, by how many layers were drawn anew",
    lines,
    marks: [{ x: level, kind: "now" }],
  });
  view.key.replaceChildren(
    ...titles.map((title, k) =>
      element("span", {}, element("i", { style: `background:${theme.classes[k % theme.classes.length]}` }), title),
    ),
  );
  setText(view.said, waiting || refusal || story(level, gone, sanity, titles));
}

function story(level, gone, sanity, titles) {
  if (!sanity) return "";
  if (!level) {
    return "Before you move the slider: whose map will stay the same when the network has forgotten everything?";
  }
  const order = titles.map((title, k) => [title, sanity.alike(k, level)]).sort((a, b) => b[1] - a[1]);
  const told = `Forgotten: ${gone.join(", ").replaceAll("_", " ")}. `;
  if (level < sanity.layers.length) return `${told}Most like before: ${order[0][0]}.`;
  const [[first, a], [second, b]] = order;
  const still = `Yet ${first} and ${second} still show much the same map (${short(a, 2)} and ${short(b, 2)})`;
  return `${told}Nothing that was learnt is left. ${still}: much of it is the image, not what was learnt.`;
}

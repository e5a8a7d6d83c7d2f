// One unit enlarged below the network, where it covers no column: its map, its numbers, its strongest inputs. It never takes
// the pointer.

import { element, setText } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { createRaster, limitOf, summary } from "../base/raster.js";
import { clamp } from "../base/scales.js";
import { paintUnit, unitName } from "./tiles.js";

const SIZE = 112;
const AIR = 6;

/** @returns {show({graph, frame, theme, unit, anchor} | null), destroy()} */
export function createMagnifier(root) {
  const raster = createRaster();
  const canvas = element("canvas", { "aria-hidden": "true" });
  const title = element("b");
  const rows = element("dl");
  const words = element("div", {}, title, rows);
  const card = element("div", { class: "nv-magnifier", "aria-hidden": "true", hidden: true }, canvas, words);
  root.append(card);
  let shown = null;

  function show(view) {
    card.hidden = !view?.anchor;
    if (card.hidden) {
      shown = null;
      return;
    }
    const {
      graph,
      frame,
      theme,
      unit: { column, unit },
    } = view;
    const map = frame?.maps[column] ?? null;
    setText(title, `${graph.columns[column].title} · ${unitName(graph.columns[column], unit)}`);
    canvas.hidden = !map || map.shape[1] * map.shape[2] === 1;
    if (!canvas.hidden) {
      paintUnit(canvas, raster, {
        map,
        unit,
        limit: limitOf(map.values),
        size: SIZE,
        theme,
        plane: Boolean(graph.plane),
      });
    }
    const moved = shown !== view.anchor;
    shown = view.anchor;
    if (fillRows(facts(graph, frame, column, unit)) || moved) place(view.anchor);
  }

  function fillRows(pairs) {
    const text = pairs.map((pair) => pair.join("\t")).join("\n");
    if (rows.dataset.text === text) return false;
    rows.dataset.text = text;
    rows.replaceChildren(
      ...pairs.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
    );
    return true;
  }

  function place(anchor) {
    const [box, tile] = [root.getBoundingClientRect(), anchor.getBoundingClientRect()];
    const stage = root.firstElementChild.getBoundingClientRect();
    const middle = tile.left + tile.width / 2 - box.left;
    card.style.left = `${clamp(middle - card.offsetWidth / 2, 0, Math.max(box.width - card.offsetWidth, 0))}px`;
    card.style.top = `${stage.bottom - box.top + AIR}px`;
  }

  return { show, destroy: () => card.remove() };
}

/** [[name, value], …] of one unit: its output, its bias and the strongest weights that come in. */
export function facts(graph, frame, column, unit) {
  const pairs = [];
  const map = frame?.maps[column];
  if (map) {
    const size = map.shape[1] * map.shape[2];
    const { low, high, mean, missing } = summary(map.values, unit * size, size);
    if (size === 1) pairs.push(["output", short(map.values[unit])]);
    else pairs.push(["output", `${short(low)} to ${short(high)}`], ["mean", short(mean)]);
    if (missing && size > 1) pairs.push(["not a number", `${missing} of ${size}`]);
  }
  const bias = frame?.biases[column];
  if (bias) pairs.push(["bias", short(bias.values[unit])]);
  return pairs.concat(strongest(graph, frame, column, unit));
}

function strongest(graph, frame, column, unit) {
  const weights = graph.links.flatMap((link, i) => {
    const group = link.target === column ? frame?.links[i] : null;
    if (!group) return [];
    return Array.from({ length: group.shape[0] }, (_, from) => ({
      name: unitName(graph.columns[link.source], from),
      value: group.values[from * group.shape[1] + unit],
    }));
  });
  return weights
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, 3)
    .map(({ name, value }) => [`from ${name}`, short(value)]);
}

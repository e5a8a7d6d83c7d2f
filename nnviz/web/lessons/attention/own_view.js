// Where the heads of the reader's own network look, on an example that it was not trained on.

import { element, keepCount, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { unpack } from "../../base/unpack.js";
import { createOwnExample } from "../../lesson/own_example.js";
import { createMap, mapWords } from "./map.js";

/** An answer of the page, its maps as rows of numbers. */
export function openOwn(own) {
  const layers = own.layers.map((layer) => {
    const { values, shape } = unpack(layer.maps);
    const [heads, queries, keys] = shape;
    const row = (head, query) =>
      Array.from(values.subarray((head * queries + query) * keys, (head * queries + query + 1) * keys));
    const maps = Array.from({ length: heads }, (_, head) =>
      Array.from({ length: queries }, (_unused, query) => row(head, query)),
    );
    return { ...layer, maps };
  });
  return { ...own, layers };
}

/** on.change({…}), on.example(number). @returns {node, update(state, world), destroy()} */
export function createOwnView(on) {
  const view = { on, maps: [] };
  view.bar = createOwnExample({ example: on.example, layer: (layer) => on.change({ layer }) });
  view.heads = element("div", { class: "at-ownmaps" });
  view.said = element("p", { class: "nl-muted at-help" });
  view.body = element("div", { class: "at-left" }, view.heads, view.said);
  view.node = element("div", { class: "at-own" }, view.bar.node, view.body);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => destroy(view, 0) };
}

function destroy({ maps }, from) {
  for (const map of maps.splice(from)) map.destroy();
}

function createHead(view, head) {
  const place = element("div", { class: "at-mapplace" });
  const point = (query, key) => view.on.change({ ownHead: head, query, key });
  view.maps[head] = createMap(place, { point });
  return element("div", { class: "at-head" }, element("h3", { class: "nl-title" }, `Head ${head + 1}`), place);
}

function update(view, state, { own, theme, waits, ownRefusal }) {
  const at = own ? Math.min(state.layer, own.layers.length - 1) : 0;
  view.bar.update({ own, waiting: waits, refusal: ownRefusal, layer: at });
  view.body.hidden = !own;
  if (!own) return;
  const { maps, all } = own.layers[at];
  destroy(view, maps.length);
  keepCount(view.heads, maps.length, (head) => createHead(view, head));
  const last = maps[0].length - 1;
  const [query, key] = [Math.min(state.query, last), Math.min(state.key, maps[0][0].length - 1)];
  const chosen = Math.min(state.ownHead, maps.length - 1);
  maps.forEach((weights, head) => {
    const shown = { weights, letters: own.steps.map((step) => String(step)), query, key, forbidden: [], theme };
    view.maps[head].update({ ...shown, off: false, chosen: head === chosen, words: mapWords(shown) });
  });
  const share = percent(maps[chosen][query][key]);
  const part = maps.length < all ? ` ${maps.length} of ${all} heads are shown.` : "";
  const [from, to] = [own.steps[query], own.steps[key]].map((step) => step || "padding");
  setText(
    view.said,
    `Head ${chosen + 1}: “${from}” gives ${share} of its attention to “${to}”.${part} The page Sequence tells more.`,
  );
}

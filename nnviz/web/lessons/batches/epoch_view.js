// One epoch, batch by batch: the examples, the batch that is lifted out, what it is made of, and the three counters.

import { choices, slider } from "../../base/controls.js";
import { element, fitCanvas, keepCount, setText, watchWidth } from "../../base/dom.js";
import { createPlayer } from "../../base/player.js";
import { classMix, lastBatch, sortedOrder, updates } from "./counting.js";
import { createField, sheetOf, tile } from "./field.js";
import { batchAt, countersOf, EPOCHS, ORDERS, shareOf } from "./state.js";

const SHOWN = 64; // of a batch
const n = (value) => value.toLocaleString("en");

/** @returns {node, update(state, world), stop(), play(), destroy()}; on.change({…}), on.resize(batch) */
export function createEpochView(on, still) {
  const view = { on, state: null, world: null, width: 0, holder: {}, speed: 4 };
  view.player = createPlayer({
    steps: 1,
    speed: () => view.speed,
    still,
    name: "update",
    move: (at) => on.change({ update: Math.floor(at) }),
  });
  view.batch = slider({
    part: "B",
    label: "Batch size B",
    min: 0,
    max: 1,
    step: 0.002,
    input: (share) => on.resize(batchAt(share, view.world.data.n)),
  });
  view.epochs = slider({
    part: "E",
    label: "Epochs E",
    min: 1,
    max: EPOCHS,
    step: 1,
    input: (epochs) => on.change({ epochs, update: 0 }),
  });
  view.order = choices("Order of the examples", ORDERS, (order) => on.change({ order, update: 0 }));
  view.formula = element("p", { class: "ba-formula", "data-part": "U" });
  view.said = element("p", { class: "ba-said", role: "status" });
  view.lifted = element("canvas", { class: "ba-lifted", role: "img" });
  view.mix = element("div", { class: "ba-mix", "data-part": "B" });
  view.made = element("p", { class: "ba-made nl-muted" });
  view.counters = ["examples", "updates", "epochs"].map((name, i) => counter(name, ["n", "U", "E"][i]));
  const fieldPlace = element("div", { "data-part": "n" });
  view.field = createField(fieldPlace);
  const title = (words) => element("h3", { class: "nl-title" }, words);
  const left = element("div", { class: "ba-left" }, title("All training examples"), fieldPlace, view.player.node);
  const lifted = element("div", { class: "ba-liftedplace" }, view.lifted);
  const right = element(
    "div",
    { class: "ba-panel" },
    element("div", {}, view.batch.node, view.epochs.node),
    view.order.node,
    view.formula,
    element("div", { class: "ba-counters" }, ...view.counters.map(({ node }) => node)),
    element("div", {}, title("The batch of this update"), lifted, view.mix, view.made),
    view.said,
  );
  view.node = element("div", { class: "ba-view ba-epoch" }, left, right);
  const stop = watchWidth(lifted, (width) => {
    view.width = width;
    if (view.state) drawLifted(view);
  });
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    stop: () => view.player.stop(),
    play: () => view.player.play(),
    destroy: () => {
      stop();
      view.player.destroy();
      view.field.destroy();
    },
  };
}

function counter(name, part) {
  const number = element("b", {});
  const of = element("span", { class: "nl-muted" });
  return {
    number,
    of,
    node: element("div", { class: "ba-counter", "data-part": part }, number, element("span", {}, name), of),
  };
}

/** The order of the examples in an epoch: the one that training uses, or sorted by class. */
export function orderOf(data, state, epoch) {
  data.sorted ??= sortedOrder(data.labels);
  return state.order === "sorted" ? data.sorted : data.orders[epoch % data.orders.length];
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  const { data } = world;
  view.node.toggleAttribute("data-waiting", !data);
  setText(view.said, world.refusal || (data ? "" : "Reading the examples …"));
  view.order.update(state.order);
  view.order.node.hidden = Boolean(data && !data.classes.length);
  view.epochs.update(state.epochs, String(state.epochs));
  if (!data) return;
  const at = countersOf(state, data.n);
  view.player.resize(at.all);
  if (!view.player.playing()) view.player.place(at.update);
  view.speed = Math.max(3, at.perEpoch / 12);
  view.batch.update(shareOf(state.batch, data.n), n(state.batch));
  setText(view.formula, formulaOf(state, data.n));
  writeCounters(view, at);
  const order = orderOf(data, state, at.done ? state.epochs - 1 : at.epoch);
  const current = at.done ? [] : order.slice(at.from, at.to);
  const seen = new Set(at.done ? order : order.slice(0, at.from));
  Object.assign(view, { current });
  view.field.update({ data, theme: world.theme, current: new Set(current), seen, words: wordsOf(at, data, current) });
  drawLifted(view);
  writeMix(view);
  setText(view.said, saidOf(at, state, data, current));
}

export function formulaOf({ batch, epochs }, examples) {
  const [each, rest] = [updates(examples, batch), lastBatch(examples, batch)];
  const short = rest < batch ? `; the last batch holds ${n(rest)}` : "";
  return `⌈${n(examples)} / ${n(batch)}⌉ × ${epochs} = ${n(each)} × ${epochs} = ${n(each * epochs)} updates${short}`;
}

function writeCounters(view, at) {
  const { state, world } = view;
  const rows = [
    [at.seen, world.data.n * state.epochs],
    [at.update, at.all],
    [at.done ? state.epochs : at.epoch, state.epochs],
  ];
  rows.forEach(([count, all], i) => {
    setText(view.counters[i].number, n(count));
    setText(view.counters[i].of, `of ${n(all)}`);
  });
}

function drawLifted(view) {
  const { lifted, width, world, current, holder } = view;
  if (!width || !world.data || !current) return;
  const shown = current.slice(0, SHOWN);
  const columns = Math.max(8, Math.floor(width / 34));
  const size = Math.floor(width / columns);
  const height = size * Math.max(1, Math.ceil(Math.min(SHOWN, view.state.batch) / columns));
  const context = fitCanvas(lifted, width, height);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  const sheet = sheetOf(holder, world.data, world.theme);
  shown.forEach((i, k) => {
    const [left, top] = [(k % columns) * size, Math.floor(k / columns) * size];
    tile(context, { sheet, data: world.data, theme: world.theme, i, left: left + 1, top: top + 1, size: size - 3 });
  });
  lifted.setAttribute("aria-label", `${n(current.length)} examples of the current batch`);
}

/** What the batch is made of, class by class. */
function writeMix(view) {
  const { mix, world, current } = view;
  const { data, theme } = world;
  const counts = classMix(current, data.labels, data.classes.length);
  const nodes = keepCount(mix, data.classes.length ? counts.length : 0, () => element("i", {}));
  counts.forEach((count, k) => {
    if (!nodes[k]) return;
    nodes[k].style.flexGrow = count;
    nodes[k].style.background = theme.classes[k % theme.classes.length];
  });
  const named = data.classes.map((name, k) => [name, counts[k]]).filter(([, count]) => count);
  setText(view.made, named.map(([name, count]) => `${name}: ${count}`).join(" · "));
}

function wordsOf(at, data, current) {
  const seen = n(at.done ? data.n : at.from);
  return `${n(data.n)} training examples: ${n(current.length)} in the current batch, ${seen} seen in this epoch`;
}

function saidOf(at, state, data, current) {
  if (at.done) {
    const times = state.epochs === 1 ? "once" : `${state.epochs} times`;
    return `Done: every example was seen ${times}, and the weights were changed ${n(at.all)} times.`;
  }
  const kinds = classMix(current, data.labels, data.classes.length).filter(Boolean).length;
  const lone = state.order === "sorted" && kinds === 1 && data.classes.length > 1;
  const one = lone ? " All of one class: the network learns to answer nothing else, until the next class comes." : "";
  const which = `Examples ${n(at.from + 1)} to ${n(at.to)} of epoch ${at.epoch + 1}`;
  return `${which}: their mean gradient changes all ${n(data.parameters)} weights once.${one}`;
}

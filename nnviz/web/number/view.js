// The arithmetic of one number: where it is in the network, what went in, what came out, and every step between.

import { element, prefersStill, setAttributes, setText } from "../base/dom.js";
import { icon } from "../base/icons.js";
import { short } from "../base/numbers.js";
import { createPlayer } from "../base/player.js";
import { unpack } from "../base/unpack.js";
import { fetchNumber } from "./feed.js";
import { fly } from "./flight.js";
import { boxOf, flatOf, indexOf, layoutOf, placeWords } from "./layout.js";
import { createPicture } from "./picture.js";
import { scaleOf } from "./scale.js";
import { createSteps, unpackStep } from "./steps.js";
import { createTrail } from "./trail.js";

const HINT = "Point at a number to find it in the pictures; click it to see what it is made of.";
const [MOST_SOURCES, SECONDS] = [3, 9];

/** @returns {update(data), destroy()}: see `nnviz/web/README.md` for the data; on.open({title, index}) from a number. */
export function createNumber(root, on) {
  const view = { root, on, trail: [], pictures: new Map(), awaited: null, from: null, steps: null, told: 0 };
  view.where = createTrail({ layer: (title) => ask(view, title, null), back: (k) => back(view, k) });
  view.sources = element("div", { class: "nu-in" });
  view.result = element("div", { class: "nu-out" });
  view.check = element("p", { class: "nu-check" });
  view.note = element("p", { class: "nu-note" });
  view.hint = element("p", { class: "nu-hint", role: "status" });
  view.body = element("div", { class: "nu-body" });
  view.player = createPlayer({
    steps: 1,
    speed: () => Math.max(1.5, (view.steps?.units ?? 1) / SECONDS),
    still: prefersStill,
    name: "step",
    move: (at) => move(view, Math.floor(at)),
  });
  const middle = element("div", { class: "nu-middle" }, view.check, view.note, view.player.node, view.hint, view.body);
  root.append(view.where.node, element("div", { class: "nu-zoom" }, view.sources, middle, view.result));
  return {
    update: (data) => update(view, data),
    destroy: () => {
      view.player.destroy();
      for (const { destroy } of view.pictures.values()) destroy();
      root.replaceChildren();
    },
  };
}

function move(view, at) {
  if (at === 1 && view.at === 0) enter(view);
  view.at = at;
  view.steps?.reveal(at);
}

/** What a rerun brought: it may be of a click before the last one, or of what stands there already. */
function update(view, data) {
  const known = ({ subject, theme, number: { title, index, value } }) =>
    JSON.stringify([subject, theme.dark, title, index, value]);
  if (view.data?.subject === data.subject && data.told < view.told) return;
  if (view.data && known(view.data) === known(data)) Object.assign(view.data, data);
  else show(view, data);
}

function show(view, data) {
  const { number } = data;
  const tensors = data.tensors.map((tensor) => ({
    ...tensor,
    values: unpack(tensor.values).values,
    scale: scaleOf(tensor.limit, tensor.signed, data.theme),
  }));
  const steps = data.steps.map(unpackStep);
  follow(view, data);
  Object.assign(view, { data, tensors, unpacked: steps });
  const own = tensors.findIndex(({ title }) => title === number.title);
  const sources = tensors.map((_, k) => k).filter((k) => k !== own);
  view.where.update({ layers: data.layers, number, sources: sources.map((k) => tensors[k].title), trail: view.trail });
  drawZoom(view, sources.slice(0, MOST_SOURCES), own);
  view.steps = createSteps(steps, data.theme, stepActions(view));
  view.body.replaceChildren(view.steps.node);
  view.player.stop();
  view.player.resize(view.steps.units);
  view.player.place(view.steps.units);
  drawCheck(view, number);
  requestAnimationFrame(() => requestAnimationFrame(() => land(view, own)));
}

/** The way here: on from the number before where it was asked for, back to where it stands already, or a new one. */
function follow(view, { number, subject }) {
  const stop = { title: number.title, index: number.index, value: number.value };
  const key = ({ title, index }) => `${title} ${index}`;
  const at = view.trail.findIndex((other) => key(other) === key(stop));
  if (view.data && view.data.subject !== subject) view.trail = [stop];
  else if (at >= 0) view.trail = [...view.trail.slice(0, at), stop];
  else if (view.awaited === "on") view.trail = [...view.trail, stop];
  else if (view.awaited === "beside") view.trail = [...view.trail.slice(0, -1), stop];
  else view.trail = [stop];
  view.awaited = null;
}

function drawZoom(view, sources, own) {
  for (const picture of view.pictures.values()) picture.destroy();
  view.pictures = new Map();
  const unknown = element(
    "p",
    { class: "nu-words" },
    "What comes in was made between the layers, by the network's own code.",
  );
  view.sources.replaceChildren(...(sources.length ? sources.map((k) => pictureOf(view, k).node) : [unknown]));
  view.result.replaceChildren(pictureOf(view, own).node);
  for (const k of [...sources, own]) showPicture(view, k, k === own);
}

function pictureOf(view, k) {
  const picture = createPicture({ open: (flat) => open(view, k, flat, null), point: () => {} });
  view.pictures.set(k, picture);
  return picture;
}

function showPicture(view, k, own) {
  const { number } = view.data;
  const tensor = view.tensors[k];
  const places = placesIn(view.unpacked, k);
  const focus = own ? flatOf(number.place, tensor.shape) : (strongest(view.unpacked, k) ?? 0);
  const layout = layoutOf(tensor.shape, focus);
  const box = boxOf(places, layout);
  const cell = layout.cell(focus);
  const marks = box ? [{ ...box, kind: "window" }] : [];
  if (own && cell) marks.push({ ...cell, rows: 1, cols: 1, kind: "number", channel: cell.channel });
  const [title, role] = [tensor.title, own ? "Goes out" : "Comes in"];
  view.pictures.get(k).update({
    tensor,
    scale: tensor.scale,
    layout,
    focus,
    marks,
    theme: view.data.theme,
    title,
    role,
    channel: cell?.channel ?? 0,
  });
}

/** The places of a tensor that the steps take numbers from. */
function placesIn(steps, k) {
  const blocks = steps.flatMap(({ blocks: own, pairs }) => [
    ...own,
    ...pairs.map(({ x }) => x),
    ...pairs.map(({ w }) => w),
  ]);
  return blocks.filter(({ source, places }) => source === k && places).flatMap(({ places }) => Array.from(places));
}

/** The place whose product is largest; the first place where there are no products. */
function strongest(steps, k) {
  let [best, size] = [null, -1];
  for (const { pairs } of steps)
    for (const { x, w } of pairs)
      if (x.source === k && x.places)
        x.values.forEach((value, at) => {
          const product = Math.abs(value * w.values[at]);
          if (x.places[at] >= 0 && product > size) [best, size] = [x.places[at], product];
        });
  return best ?? placesIn(steps, k).find((place) => place >= 0);
}

function stepActions(view) {
  return {
    open: (source, place, node) => open(view, source, place, node),
    point: (source, place, text) => {
      for (const [k, picture] of view.pictures) picture.light(k === source ? place : -1);
      setText(view.hint, text ? `${whereIs(view, source, place)}${text}` : HINT);
    },
    scale: (source) => view.tensors[source]?.scale,
    title: (source) => view.tensors[source].title,
    unit: (at) => unitName(view.data, at),
    step: (at) => `step ${at + 1}${view.data.words?.[at] ? ` ${view.data.words[at]}` : ""}`,
  };
}

function open(view, source, place, node) {
  const tensor = view.tensors[source];
  if (!tensor || place < 0) return;
  const index = indexOf(place, tensor.shape);
  if (tensor.input) {
    const words = `${tensor.title}, ${placeWords(index)}: the example itself. The way back ends here.`;
    return setText(view.hint, words);
  }
  view.from = (node ?? view.pictures.get(source)?.stage)?.getBoundingClientRect() ?? null;
  if (!node) view.from = view.pictures.get(source).rect(place);
  return ask(view, tensor.title, index, !node && tensor.title === view.data.number.title ? "beside" : "on");
}

async function ask(view, title, index, awaited = null) {
  view.awaited = awaited;
  view.told = Math.max(Date.now(), view.told + 1);
  const { told } = view;
  setAttributes(view.root, { "data-waiting": "" });
  const news = index && (await fetchNumber(view.data.feed, title, index));
  if (told !== view.told) return;
  if (news) show(view, { ...view.data, ...news });
  view.on.open({ title, index, told });
}

/** "conv2d_1, row 2, column 4, channel 1: ", with the names of the inputs where they have any. */
function whereIs({ tensors, data }, source, place) {
  const tensor = tensors[source];
  if (!tensor || place < 0) return "";
  const index = indexOf(place, tensor.shape);
  const named = tensor.input && index.length === 1 && data.names?.[index[0]];
  const word = index.length === 2 && data.words?.length === tensor.shape[0] ? ` “${data.words[index[0]]}”` : "";
  return `${tensor.title}, ${named || placeWords(index)}${word}: `;
}

/** Units of the last layer may have names. */
function unitName({ units, layers, number }, at) {
  const isLast = number.title === layers.at(-1).path;
  return (isLast && units?.[at]) || `unit ${at + 1}`;
}

function back(view, k) {
  const { title, index } = view.trail[k];
  ask(view, title, index);
}

function drawCheck(view, number) {
  setAttributes(view.root, { "data-waiting": null });
  const [own, again] = [short(number.value, 7), short(number.computed, 7)];
  const said = `The network says ${own}; these numbers give ${again}: ${number.within}.`;
  view.check.replaceChildren(icon(number.agrees ? "right" : "wrong"), element("span", {}, said));
  setAttributes(view.check, { "data-agrees": number.agrees ? "" : null });
  setText(view.note, number.note);
  setText(view.hint, HINT);
}

/** A frame flies from where the number was clicked to where it stands now, then from its window to the sum. */
function land(view, own) {
  const { from } = view;
  view.from = null;
  const picture = view.pictures.get(own);
  if (!from || !picture) return;
  fly(view.root, from, picture.rect(flatOf(view.data.number.place, view.tensors[own].shape)), () => enter(view));
}

/** From the window in what comes in to its numbers, one by one. */
function enter(view) {
  const target = view.body.querySelector(".nu-grid, .nu-waterfall");
  const windows = [...view.pictures.entries()].filter(([k]) => view.tensors[k].title !== view.data.number.title);
  const start = windows.map(([, picture]) => picture.window()).find(Boolean);
  if (target && start) fly(view.root, start, target.getBoundingClientRect());
}

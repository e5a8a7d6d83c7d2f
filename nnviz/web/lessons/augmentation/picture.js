// The lesson "Augmentation": a digit and dials that change it, which changes keep which label, and few examples made to go far.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { createDialView } from "./dial_view.js";
import { painted } from "./digit.js";
import { createFewView } from "./few_view.js";
import { keeping } from "./keeping.js";
import { createKeepingView } from "./keeping_view.js";
import { createReader } from "./reader.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import * as act from "./state.js";
import { atRest } from "./transforms.js";
import { dialWords } from "./words.js";

const WAITING = "Three small networks learn to read 1,258 digits, once on this machine: about 6 seconds …";

export function createPicture(root, lesson) {
  const picture = {
    lesson,
    root,
    theme: null,
    state: act.beginning(),
    data: null,
    draws: null,
    turned: {},
    strength: "right",
    seed: 1,
  };
  picture.asking = createAsking(
    lesson.ask,
    (answer, question) => hear(picture, answer, question),
    () => show(picture),
  );
  picture.views = createViews(picture);
  picture.controls = {
    view: choices("What to look at", act.VIEWS, (view) =>
      change(picture, () => Object.assign(picture.state, { view })),
    ),
    waiting: element("p", { class: "au-waiting", role: "status" }),
  };
  const { view, waiting } = picture.controls;
  const panels = Object.values(picture.views).map((own) => own.node);
  root.append(
    element("div", { class: "au-root" }, element("div", { class: "nl-bar au-top" }, view.node), waiting, ...panels),
  );
  return {
    update: ({ theme, data }) => {
      Object.assign(picture, { theme, own: data.own ?? null });
      picture.views.few.dress(theme);
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: (next) => set(picture, next),
    state: () => told(picture.state, act.TOLD),
    values: () => valuesOf(nowOf(picture)),
    tables: () => tablesOf(nowOf(picture), picture.views.few.race.tables()),
    measures: () => measuresOf(nowOf(picture)),
    destroy: () => {
      picture.asking.destroy();
      for (const own of Object.values(picture.views)) own.destroy();
      root.replaceChildren();
    },
  };
}

function set(picture, next) {
  change(picture, () => act.setState(picture.state, next));
  if (next.play) picture.views.few.begin(picture.state.few);
}

function createViews(picture) {
  const { state } = picture;
  const take = (part) => change(picture, () => Object.assign(state, part));
  const page = { ask: picture.asking.ask, still: picture.lesson.still, changed: () => picture.views && show(picture) };
  return {
    dial: createDialView({
      digit: (digit) => take({ digit, turn: 0, drawn: [] }),
      another: () => take({ turn: state.turn + 1 }),
      draw: () =>
        take({ drawn: state.drawn.length ? [] : new Array(act.SIDE ** 2).fill(0), settings: atRest(), flip: "none" }),
      paint: (row, col) => take({ drawn: painted(state.drawn, row, col) }),
      dial: (name, value) => turn(picture, name ?? state.dial, value),
      flip: (flip) => take({ flip }),
      rest: () => take({ settings: atRest(), flip: "none" }),
      reader: (reader) => take({ reader }),
    }),
    keeping: createKeepingView({
      toggle: (cell) => change(picture, () => state.asked || act.toggleCell(state, cell)),
      ask: () => take({ asked: true }),
      again: () => take({ asked: false, broken: [] }),
      reader: (reader) => take({ reader }),
    }),
    few: createFewView(page, {
      strength: (strength) => {
        Object.assign(picture, { strength, draws: null });
        show(picture);
      },
      again: () => {
        Object.assign(picture, { seed: picture.seed + 1, draws: null });
        show(picture);
      },
    }),
  };
}

function turn(picture, name, value) {
  change(picture, ({ settings }) => {
    picture.state.dial = name;
    settings[name] = value;
  });
}

function hear(picture, answer, question) {
  picture.refusal = answer.error ? { want: question.want, words: answer.error } : null;
  if (question.want === "race" || question.want === "take") picture.views.few.race.answered(answer, question);
  else if (!answer.error) HEARD[question.want](picture, answer, question);
  show(picture);
}

const HEARD = {
  readers: (picture, { readers }) => {
    picture.data = readData(readers);
  },
  turned: (picture, { turned }, question) => {
    picture.turned[question.examples] = turned;
  },
  draws: (picture, { draws }) => {
    picture.draws = draws;
  },
};

/** What the page told, ready to be asked: images as lists of 64 pixels, sorted by their class too. */
function readData({ networks, images, labels, offset, scale }) {
  const { shape, values } = unpack(images);
  const size = shape[1] * shape[2];
  const all = labels.map((_, i) => values.subarray(i * size, (i + 1) * size));
  const readers = Object.fromEntries(
    Object.entries(networks).map(([name, { weights, title, right }]) => {
      const flat = weights.map((packed) => Float64Array.from(unpack(packed).values));
      return [name, createReader({ weights: flat, offset, scale, title, right })];
    }),
  );
  const byClass = Array.from({ length: 10 }, (_, k) =>
    clearest(
      all.filter((_, i) => labels[i] === k),
      k,
      readers,
    ),
  );
  return { readers, images: all, labels, byClass, names: byClass.map((_, k) => String(k)), kept: {} };
}

/** Digits of one class, those first that even the least sure reader reads. */
function clearest(images, k, readers) {
  const least = (image) => Math.min(...Object.values(readers).map((reader) => reader.read(image)[k]));
  return images
    .map((image) => ({ image, sure: least(image) }))
    .sort((a, b) => b.sure - a.sure)
    .map(({ image }) => image);
}

/** Computed when it is first looked at: 7 changes of 539 digits. */
function keptOf({ data, state: { reader } }) {
  data.kept[reader] ??= keeping(data.readers[reader], data.images, data.labels, act.SIDE, data.byClass.length);
  return data.kept[reader];
}

function nowOf(picture) {
  const { state, data } = picture;
  const now = { state, there: Boolean(data), kept: null, turned: turnedOf(picture) };
  if (!data) return now;
  const seen = act.changedImage(state, data);
  const shares = data.readers[state.reader].read(seen);
  const truth = state.drawn.length ? null : state.digit;
  if (state.view === "keeping" && state.asked) now.kept = keptOf(picture);
  return { ...now, seen, shares, truth, names: data.names, curves: act.curvesOf(state, data) };
}

/** Of the race that has ended, what its networks make of turned digits; null before. */
function turnedOf({ views, turned }) {
  return turned[views?.few.ended()] ?? null;
}

function change(picture, alter) {
  alter(picture.state);
  show(picture);
}

function ask(picture) {
  const { state, data, asking, refusal, draws, strength, seed, views, turned } = picture;
  const once = (want, question) => {
    if (!asking.waitsFor(want) && refusal?.want !== want) asking.ask({ want, ...question });
  };
  if (!data && state.view !== "few") once("readers", {});
  if (state.view !== "few") return;
  if (!draws) once("draws", { strength, example: 3, seed });
  const examples = views.few.ended();
  if (examples && !turned[examples]) once("turned", { examples });
}

function show(picture) {
  const { state, theme, views, controls, data, refusal } = picture;
  if (!theme || !controls) return;
  ask(picture);
  controls.view.update(state.view);
  const there = state.view === "few" || data;
  for (const [name, own] of Object.entries(views)) own.node.hidden = name !== state.view || !there;
  controls.waiting.hidden = Boolean(there);
  setText(controls.waiting, refusal?.words ?? WAITING);
  setAttributes(controls.waiting, { "data-wrong": refusal ? "" : null });
  if (there) DRAWN[state.view](picture);
  picture.lesson.changed();
}

const DRAWN = {
  dial: (picture) => {
    const { state, theme, data, views } = picture;
    const now = nowOf(picture);
    const titles = Object.fromEntries(Object.entries(data.readers).map(([name, { title }]) => [name, title]));
    const words = {
      seen: "The digit as the network sees it",
      plain: "The digit as it is",
      chart: "Probability of each class along the dial",
      said: dialWords({ ...now, titles }),
    };
    views.dial.update({ ...now, theme, image: act.imageOf(state, data), titles, words });
  },
  keeping: (picture) => {
    const { state, theme, data, views } = picture;
    views.keeping.update({ state, theme, data, kept: state.asked ? keptOf(picture) : null });
  },
  few: (picture) => {
    const { views, theme, draws, strength } = picture;
    views.few.update({ theme, turned: turnedOf(picture), draws, strength });
  },
};

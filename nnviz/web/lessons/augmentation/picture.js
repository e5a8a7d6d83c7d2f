// The lesson "Augmentation": a digit and dials that change it, which changes keep which label, and few examples made to go far.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { nearestIndex } from "../../base/scales.js";
import { told } from "../../lesson/preset.js";
import { askingOf, takeAway } from "../../lesson/views.js";
import { createDialView } from "./dial_view.js";
import { painted } from "./digit.js";
import { createFewView } from "./few_view.js";
import { keeping } from "./keeping.js";
import { createKeepingView } from "./keeping_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import * as act from "./state.js";
import { readDigits, readOwn, takeReader } from "./told.js";
import { atRest } from "./transforms.js";
import { dialWords } from "./words.js";

const WAITING = "A small network learns to read 1,258 digits, once on this machine: about 3 seconds …";

const OWN_WAITING = "Your network looks at one of its held-out images at 61 places of the dial …";

export function createPicture(root, lesson) {
  const picture = {
    lesson,
    root,
    theme: null,
    state: act.beginning(),
    data: null,
    draws: null,
    mine: {},
    turned: {},
    strength: "right",
    seed: 1,
  };
  picture.asking = askingOf(picture, hear, show);
  picture.views = createViews(picture);
  picture.controls = {
    view: choices("What to look at", act.VIEWS, (view) =>
      change(picture, () => Object.assign(picture.state, { view })),
    ),
    whose: choices("Whose images", { digits: "Digits", own: "Yours" }, (name) => takeOwn(picture, name === "own")),
    waiting: element("p", { class: "au-waiting", role: "status" }),
  };
  const { view, whose, waiting } = picture.controls;
  const panels = Object.values(picture.views).map((own) => own.node);
  root.append(
    element(
      "div",
      { class: "au-root" },
      element("div", { class: "nl-bar au-top" }, view.node, whose.node),
      waiting,
      ...panels,
    ),
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
    destroy: () => takeAway(root, picture),
  };
}

function set(picture, next) {
  change(picture, () => act.setState(picture.state, next));
  if (!picture.own) picture.state.own = false;
  if (next.play) picture.views.few.begin(picture.state.few);
}

function createViews(picture) {
  const { state } = picture;
  const take = (part) => change(picture, () => Object.assign(state, part));
  const page = { ask: picture.asking.ask, still: picture.lesson.still, changed: () => picture.views && show(picture) };
  return {
    dial: createDialView({
      example: (k) => wish(picture, { turn: k }),
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

function takeOwn(picture, own) {
  picture.refusal = null;
  const start = { own, turn: 0, drawn: [], settings: atRest(), flip: "none" };
  change(picture, (state) => Object.assign(state, start));
}

function turn(picture, name, value) {
  if (picture.state.own) return wish(picture, { dial: name, value });
  return change(picture, ({ settings }) => {
    picture.state.dial = name;
    settings[name] = value;
  });
}

/** Another dial or another image of the reader's own: shown as soon as its answers are there; until then, what was. */
function wish(picture, { turn: example = picture.state.turn, dial = picture.state.dial, value = 0 }) {
  picture.wished = { example, dial, value };
  if (!picture.mine[`${example} ${dial}`]) return picture.asking.ask({ want: "own", example, dial });
  return change(picture, (state) => {
    Object.assign(state, { turn: example, dial, settings: { ...atRest(), [dial]: value } });
    picture.wished = null;
  });
}

function hear(picture, answer, question) {
  picture.refusal = answer.error ? { want: question.want, words: answer.error } : null;
  if (question.want === "race" || question.want === "take") picture.views.few.race.answered(answer, question);
  else if (!answer.error) HEARD[question.want](picture, answer, question);
  show(picture);
}

const HEARD = {
  digits: (picture, { digits }) => {
    picture.data = readDigits(digits);
  },
  reader: (picture, { reader }, { strength }) => {
    picture.data = takeReader(picture.data, reader, strength);
  },
  turned: (picture, { turned }, question) => {
    picture.turned[question.examples] = turned;
  },
  own: (picture, { own }, { example, dial }) => {
    picture.mine[`${example} ${dial}`] = readOwn(own);
    const { wished } = picture;
    if (wished?.example === example && wished.dial === dial)
      wish(picture, { turn: example, dial, value: wished.value });
  },
  draws: (picture, { draws }) => {
    picture.draws = draws;
  },
};

/** Computed when it is first looked at: 7 changes of 539 digits. */
function keptOf({ data, state: { reader } }) {
  data.kept[reader] ??= keeping(data.readers[reader], data.images, data.labels, act.SIDE, data.byClass.length);
  return data.kept[reader];
}

function nowOf(picture) {
  const { state, data } = picture;
  if (state.own && state.view === "dial") return ownNow(picture);
  const now = { state, there: Boolean(data?.readers[state.reader]), kept: null, turned: turnedOf(picture) };
  if (!data) return now;
  const seen = act.changedImage(state, data);
  const truth = state.drawn.length ? null : state.digit;
  if (!now.there) return { ...now, seen, shares: [], truth, names: data.names, curves: {} };
  const shares = data.readers[state.reader].read(seen);
  if (state.view === "keeping" && state.asked) now.kept = keptOf(picture);
  return { ...now, key: state.reader, seen, shares, truth, names: data.names, curves: act.curvesOf(state, data) };
}

function mineOf({ state, mine }) {
  return mine[`${state.turn} ${state.dial}`] ?? null;
}

/** The same of the reader's own network: at the place of the dial's range that is nearest. */
function ownNow(picture) {
  const { state } = picture;
  const mine = mineOf(picture);
  if (!mine) return { state, there: false, kept: null, turned: null };
  const nearest = (value) =>
    nearestIndex(
      mine.curve.map(({ at }) => at),
      value,
    );
  const at = nearest(state.settings[state.dial]);
  const { shares } = mine.curve[at];
  const { names, frames, shape } = mine;
  const image = frames[nearest(0)];
  const truth = names.indexOf(mine.label);
  const common = { state, there: true, kept: null, turned: null, key: "own", names, shares, shape };
  return {
    ...common,
    own: mine,
    image,
    seen: frames[at],
    truth: truth < 0 ? null : truth,
    curves: { own: mine.curve },
  };
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
    if (asking.isIdle() && refusal?.want !== want) asking.ask({ want, ...question });
  };
  if (state.own && state.view === "dial" && !mineOf(picture)) once("own", { example: state.turn, dial: state.dial });
  if (state.view !== "few" && !data) once("digits");
  else if (state.view !== "few") {
    const missing = [state.reader, ...Object.keys(act.READERS)].find((name) => !data?.readers[name]);
    if (missing) once("reader", { strength: missing });
  }
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
  controls.whose.update(state.own ? "own" : "digits");
  controls.whose.node.hidden = state.view !== "dial" || !picture.own;
  const mine = state.own && state.view === "dial";
  const there = state.view === "few" || (mine ? mineOf(picture) : act.isThere(state, data));
  for (const [name, own] of Object.entries(views)) own.node.hidden = name !== state.view || !there;
  controls.waiting.hidden = Boolean(there);
  setText(controls.waiting, refusal?.words ?? (mine ? OWN_WAITING : WAITING));
  setAttributes(controls.waiting, { "data-wrong": refusal ? "" : null });
  if (there) DRAWN[state.view](picture);
  picture.lesson.changed();
}

const DRAWN = {
  dial: (picture) => {
    const { state, theme, data, views, own } = picture;
    const now = nowOf(picture);
    const titles = Object.fromEntries(Object.entries(data?.readers ?? {}).map(([name, { title }]) => [name, title]));
    titles.own = own?.title ?? "";
    const stripWords = { ...titles };
    for (const [name, { title, right }] of Object.entries(data?.readers ?? {})) {
      stripWords[name] = `${title}: reads ${percent(right)} of 539 unseen upright digits`;
    }
    const words = {
      seen: "The digit as the network sees it",
      plain: "The digit as it is",
      chart: "Probability of each class along the dial",
      said: now.there ? dialWords({ ...now, titles }) : (picture.refusal?.words ?? WAITING),
    };
    const image = now.image ?? act.imageOf(state, data);
    views.dial.update({ ...now, theme, image, titles, stripWords, words });
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

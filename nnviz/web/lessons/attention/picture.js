// The lesson "Attention and transformers": a small transformer that learns to turn lists around, its heads' maps number by number;
// queries and keys on a plane; and the whole block.

import { choices } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { told } from "../../lesson/preset.js";
import { askingOf, openView, takeAway } from "../../lesson/views.js";
import { createRecordings } from "../../race/recording.js";
import { createBlockView } from "./block_view.js";
import { chanceLists, freshBlock } from "./fresh.js";
import { createMapView } from "./map_view.js";
import { createOwnView, openOwn } from "./own_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import {
  allowedOf,
  beginning,
  choose,
  LETTERS,
  lettersOf,
  move,
  paint,
  setState,
  toggleHead,
  truthOf,
  type,
  VIEWS,
  waitsForGuess,
} from "./state.js";
import { chosenOf, forward } from "./transformer.js";
import { createVectorsView } from "./vectors_view.js";

const SEED = 7;
const LISTS = chanceLists(11, 100);

/** A picture holds `state`, the `recordings` of trainings, and the `world` that was computed last. */
export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: beginning(),
    theme: null,
    world: {},
    own: null,
    fresh: freshBlock(SEED),
    wantsPlay: true,
    painted: null,
  };
  picture.asking = askingOf(picture, hear, show);
  picture.recordings = createRecordings(() => show(picture));
  createViews(picture);
  const bar = element("div", { class: "nl-bar" }, picture.tabs.node);
  root.append(element("div", { class: "at" }, bar, ...Object.values(picture.views).map(({ node }) => node)));
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, Object.keys(beginning())),
    values: () => valuesOf(picture.state, picture.world),
    tables: () => tablesOf(picture.state, picture.world),
    measures: () => measuresOf(picture.state, picture.world),
    destroy: () => takeAway(root, picture),
  };
}

function createViews(picture) {
  const { state, lesson } = picture;
  const act =
    (deed) =>
    (...given) => {
      deed(state, ...given);
      show(picture);
    };
  const change = act((own, part) => Object.assign(own, part));
  picture.tabs = choices("What to look at", VIEWS, (view) => {
    picture.views.map.stop();
    change({ view });
  });
  const on = {
    change,
    type: act(type),
    choose: (part) => {
      picture.views.map.stop();
      act(choose)(part);
      picture.wantsPlay = true;
    },
    guess: (guess) => {
      picture.wantsPlay = true;
      change({ guess });
    },
    head: act(toggleHead),
    clear: act((own) => Object.assign(own, { forbidden: [] })),
    move: act(move),
    point: (...given) => point(picture, ...given),
  };
  picture.views = {
    map: createMapView(on, lesson.still),
    vectors: createVectorsView(on),
    block: createBlockView(on),
    own: createOwnView({ change, example: (index) => askOwn(picture, index) }),
  };
}

/** Pointing at a cell of a head's map opens it; where looks are forbidden, a press begins a stroke of one kind. */
function point(picture, head, query, key, pressed, begins) {
  const { state } = picture;
  if (state.painting && pressed) {
    if (begins) picture.painted = !state.forbidden.includes(query * state.text.length + key);
    paint(state, query, key, picture.painted);
  }
  Object.assign(state, { head, query, key });
  show(picture);
}

/** How the reader's own network reads an example; the first time once the view is open. */
function askOwn(picture, index) {
  picture.state.example = index;
  picture.asking.ask({ want: "own", index });
  show(picture);
}

function nameOf({ task, positions, mask }) {
  return `${task} ${positions} ${mask}`;
}

/** Asks for the training of the chosen network, where it is not there yet. */
function need({ state, asking, recordings, own }) {
  if (state.view === "own" && !own && !asking.waitsFor("own") && !asking.refusal("own")) {
    asking.ask({ want: "own", index: state.example });
    return;
  }
  if (recordings.of(nameOf(state)).state || asking.waitsFor("transformer") || asking.refusal("transformer")) return;
  const { task, positions, mask } = state;
  asking.ask({ want: "transformer", task, positions, mask });
}

function hear(picture, answer, question) {
  if (answer.own) picture.own = openOwn(answer.own);
  if (answer.recording) picture.recordings.follow(nameOf(question), answer.recording.address);
  show(picture);
}

function recordingOf({ recordings, asking, state }) {
  const name = nameOf(state);
  const own = recordings.of(name);
  const guessing = waitsForGuess(state);
  if (guessing) return { ...own, guessing, line: null, problem: recordings.problem(name) };
  const line = own.lines.findLast(({ step }) => step <= state.trained) ?? own.lines[0] ?? null;
  return { ...own, line, problem: recordings.problem(name) || asking.refusal("transformer") };
}

function weightsOf({ fresh }, line) {
  if (!line) return fresh;
  line.opened ??= Object.fromEntries(Object.entries(line.weights).map(([name, packed]) => [name, unpack(packed)]));
  return line.opened;
}

/** Everything that the views are drawn from. */
function worldOf(picture) {
  const { state, theme, own, asking } = picture;
  const recording = recordingOf(picture);
  const weights = weightsOf(picture, recording.line);
  const how = { allowed: allowedOf(state), heads: state.on, positions: state.positions, scaled: state.scaled };
  const numbers = lettersOf(state);
  const pass = forward(weights, numbers, how);
  const named = (kinds) => kinds.map((kind) => LETTERS[kind]);
  const world = {
    theme,
    recording,
    pass,
    letters: [...state.text],
    chosen: named(chosenOf(pass)),
    truth: named(truthOf(state.task, numbers)),
  };
  Object.assign(world, { own, waits: asking.waitsFor("own"), ownRefusal: asking.refusal("own") });
  return { ...world, measured: measuredOf(picture, weights, how, recording.line) };
}

/** The share of right letters: as recorded, or counted here for a network that the reader has changed. */
function measuredOf(picture, weights, how, line) {
  const { state } = picture;
  if (state.on.every(Boolean) && !state.forbidden.length) return line?.accuracy ?? null;
  const key = `${nameOf(state)} ${line?.step} ${state.on} ${state.forbidden}`;
  if (picture.counted?.key !== key) picture.counted = { key, share: countRight(state.task, weights, how) };
  return picture.counted.share;
}

function countRight(task, weights, how) {
  let right = 0;
  for (const list of LISTS) {
    const truth = truthOf(task, list);
    chosenOf(forward(weights, list, how)).forEach((kind, k) => {
      right += Number(kind === truth[k]);
    });
  }
  return right / (LISTS.length * LISTS[0].length);
}

function set(picture, next) {
  const { play, ...rest } = next;
  picture.views.map.stop();
  setState(picture.state, rest);
  picture.wantsPlay = Boolean(play);
  show(picture);
}

/** The first time that a training is seen it plays from its beginning, once it is whole. */
function playWhole(picture) {
  const { state, recordings, views } = picture;
  if (
    state.view !== "map" ||
    !picture.wantsPlay ||
    waitsForGuess(state) ||
    recordings.of(nameOf(state)).state !== "finished"
  )
    return;
  picture.wantsPlay = false;
  views.map.play();
}

function show(picture) {
  const { state, theme, views, tabs } = picture;
  if (!theme) return;
  need(picture);
  picture.world = worldOf(picture);
  tabs.update(state.view);
  openView(views, state.view, state, picture.world);
  picture.lesson.changed();
  playWhole(picture);
}

function update(picture, { theme, data }) {
  picture.theme = theme;
  picture.asking.heard(data.answer);
  show(picture);
}

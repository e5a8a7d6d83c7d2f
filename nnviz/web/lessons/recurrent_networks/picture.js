// The lesson "Recurrent networks": real cells read what the reader types, one step opened; the loop unrolled; slopes that go back
// through time; and three cells in a race.

import { choices } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { askingOf, openView, takeAway } from "../../lesson/views.js";
import { createRecordings } from "../../race/recording.js";
import { answersOf, cellOf, reach, read } from "./cells.js";
import { chanceInputs, freshCell } from "./fresh.js";
import { createLoopView } from "./loop_view.js";
import { createOwnView, openOwn } from "./own_view.js";
import { createRaceView } from "./race_view.js";
import { createReachView } from "./reach_view.js";
import { createReadView } from "./read_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import {
  beginning,
  CELLS,
  chooseCell,
  chooseTask,
  forcedOf,
  hold,
  kindsOf,
  letGo,
  oneHot,
  pick,
  setState,
  toldOf,
  truthOf,
  type,
  VIEWS,
} from "./state.js";

const [UNITS, BACK, FIRST] = [8, 41, 11];
const SEEDS = { SimpleRNN: 11, GRU: 23, LSTM: 37 };

/** A picture holds `state`, `tasks` as the page tells them, the `recordings` of trainings, and what was computed last. */
export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, tasks: {}, own: null, world: { reaches: [] } };
  picture.asking = askingOf(picture, hear, show);
  picture.recordings = createRecordings(() => show(picture));
  createViews(picture);
  const bar = element("div", { class: "nl-bar" }, picture.tabs.node);
  root.append(element("div", { class: "rn" }, bar, ...Object.values(picture.views).map(({ node }) => node)));
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => toldOf(picture.state),
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
    picture.views.read.stop();
    change({ view });
  });
  const on = {
    change,
    type: act(type),
    task: act((own, task) => chooseTask(own, task, picture.tasks[task].text)),
    cell: act(chooseCell),
    pick: act(pick),
    hold: act(hold),
    letGo: act(letGo),
  };
  picture.views = {
    read: createReadView(on, lesson.still),
    loop: createLoopView(on),
    reach: createReachView(on),
    race: createRaceView(on),
    own: createOwnView({ change, example: (index) => askOwn(picture, index) }),
  };
}

/** Asks for the trainings that the view lacks, one at a time. */
function need({ state, asking, recordings, theme, own }) {
  if (!theme) return;
  if (state.view === "own" && !own && !asking.waitsFor("own") && !asking.refusal("own")) {
    asking.ask({ want: "own", index: state.example });
  }
  const wanted = [];
  const memory = (cell) => ({ want: "memory", task: state.task, cell });
  if (state.view === "read") wanted.push(memory(state.cell));
  if (state.view === "reach" && state.source === "trained") wanted.push(...Object.keys(CELLS).map(memory));
  if (state.view === "race" && state.guess !== null) wanted.push({ want: "adding", length: state.length });
  const lacking = wanted.find((one) => !recordings.of(nameOf(one)).state);
  if (lacking && !asking.waitsFor(lacking.want) && !asking.refusal(lacking.want)) asking.ask(lacking);
}

/** How the reader's own network reads an example; the first time once the view is open. */
function askOwn(picture, index) {
  picture.state.example = index;
  picture.asking.ask({ want: "own", index });
  show(picture);
}

function nameOf({ want, task, cell, length }) {
  return want === "adding" ? `adding ${length}` : `${task} ${cell}`;
}

function hear(picture, answer, question) {
  if (answer.own) picture.own = openOwn(answer.own);
  if (answer.recording) picture.recordings.follow(nameOf(question), answer.recording.address);
  show(picture);
}

/** What is recorded of a training, at the moment that is looked at. */
function recordingOf({ recordings, asking, state }, question) {
  const name = nameOf(question);
  const own = recordings.of(name);
  const line = own.lines.findLast(({ step }) => step <= state.trained) ?? own.lines[0] ?? null;
  return { ...own, line, problem: recordings.problem(name) || asking.refusal(question.want) };
}

function trainedCell(kind, line) {
  line.opened ??= line.weights.map(unpack);
  return cellOf(kind, line.opened);
}

/** Everything that the views are drawn from. */
function worldOf(picture) {
  const { state, theme, tasks } = picture;
  const task = tasks[state.task];
  const text = state.text ?? task.text;
  const recording = recordingOf(picture, { want: "memory", task: state.task, cell: state.cell });
  const cell = recording.line
    ? trainedCell(state.cell, recording.line)
    : freshCell(state.cell, UNITS, SEEDS[state.cell]);
  const { marks, kinds, strange } = kindsOf(task, text);
  const inputs = oneHot(kinds);
  const steps = read(cell, inputs, forcedOf(state));
  const own = { text, marks, strange, cell, steps, answers: answersOf(cell, steps), truth: truthOf(state.task, kinds) };
  const world = { theme, tasks, recording, read: own, reaches: [], waiting: "" };
  if (state.view === "reach") Object.assign(world, reachesOf(picture, inputs));
  const { own: mine, asking } = picture;
  Object.assign(world, { own: mine, waits: asking.waitsFor("own"), ownRefusal: asking.refusal("own") });
  world.race = { ...recordingOf(picture, { want: "adding", length: state.length }), line: null };
  return world;
}

function reachesOf(picture, inputs) {
  const { state } = picture;
  if (state.source === "drawn") {
    const chance = chanceInputs(5, BACK);
    const reaches = Object.keys(CELLS).map((name) => {
      const cell = freshCell(name, UNITS, SEEDS[name], { ...state, linear: name === "SimpleRNN" && state.linear });
      return { name, sizes: reach(cell, read(cell, chance)) };
    });
    return { reaches };
  }
  const there = Object.keys(CELLS).map((name) => [
    name,
    recordingOf(picture, { want: "memory", task: state.task, cell: name }),
  ]);
  const missing = there.filter(([, { line }]) => !line);
  const problem = missing.map(([, own]) => own.problem).find(Boolean);
  const reaches = there
    .filter(([, { line }]) => line && inputs.length > 1)
    .map(([name, { line }]) => {
      const cell = trainedCell(name, line);
      return { name, sizes: reach(cell, read(cell, inputs)) };
    });
  const short = inputs.length < 2 ? "Type at least two characters under “Type and watch”." : "";
  return {
    reaches,
    waiting: problem ?? (short || (missing.length ? "Keras is training the cells on your task …" : "")),
  };
}

function set(picture, next) {
  const { play, ...rest } = next;
  picture.views.read.stop();
  setState(picture.state, rest);
  const task = picture.tasks[picture.state.task];
  if (picture.state.text === null && task) {
    const { held } = picture.state;
    chooseTask(picture.state, picture.state.task, task.text);
    Object.assign(picture.state, { held }, rest.step === undefined ? {} : { step: rest.step });
  }
  show(picture);
  if (play) picture.views.read.play();
}

function show(picture) {
  const { state, theme, views, tabs, tasks } = picture;
  if (!theme || !tasks[state.task]) return;
  need(picture);
  picture.world = worldOf(picture);
  tabs.update(state.view);
  openView(views, state.view, state, picture.world);
  picture.lesson.changed();
}

function update(picture, { theme, data }) {
  const first = !picture.theme;
  Object.assign(picture, { theme, tasks: data.tasks ?? {} });
  const { state, tasks } = picture;
  if (first && state.text === null && tasks[state.task]) {
    chooseTask(state, state.task, tasks[state.task].text);
    state.step = FIRST;
  }
  picture.asking.heard(data.answer);
  show(picture);
}

// The lesson "What is a neural network?": a team that decides and learns, a trained network, and six kinds of network.

import { choices } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { createBrainView } from "./brain_view.js";
import { openFlow } from "./kind_flow.js";
import { createKindsView } from "./kinds_view.js";
import { createNetworkView } from "./network_view.js";
import { createRecordView } from "./record_view.js";
import { tablesOf, valuesOf } from "./report.js";
import { openRows } from "./rows.js";
import {
  addEvening,
  beginning,
  drawTeam,
  ended,
  flip,
  giveTeam,
  learnSteps,
  measuresOf,
  removeEvening,
  setFact,
  setMembers,
  setState,
  setWeight,
  showEvening,
} from "./state.js";
import { createTeamView } from "./team_view.js";

const TOLD = ["tab", "facts", "members", "start", "brain", "revealed", "record", "chance", "team"];
const TABS = { team: "The team", network: "A trained network", kinds: "Six kinds", brain: "Brain and network" };
const WANTS = { network: "rows", kinds: "kinds", brain: "own" };

export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: beginning(),
    theme: null,
    frame: 0,
    rows: null,
    kinds: null,
    flows: {},
    own: null,
    data: {},
  };
  picture.asking = createAsking(
    lesson.ask,
    (answer) => heard(picture, answer),
    () => show(picture),
  );
  picture.places = Object.fromEntries(Object.keys(TABS).map((name) => [name, element("div", { class: `wn-${name}` })]));
  picture.tabs = choices("What to look at", TABS, (tab) => change(picture, (state) => Object.assign(state, { tab })));
  const [left, right] = [element("div", { class: "wn-left" }), element("div", { class: "wn-right" })];
  picture.places.team.append(left, right);
  root.append(element("div", { class: "wn-tabs" }, picture.tabs.node), ...Object.values(picture.places));
  picture.team = createTeamView(left, {
    fact: (i, value) => change(picture, (state) => setFact(state, i, value)),
    weight: (which, value) => byHand(picture, (state) => setWeight(state, which, value)),
  });
  picture.record = createRecordView(right, recordDeeds(picture));
  picture.network = createNetworkView(picture.places.network, lesson.changed);
  picture.sorts = createKindsView(picture.places.kinds, (name) => picture.asking.ask({ want: "open", name }));
  picture.brain = createBrainView(picture.places.brain, {
    guess: (brain) => change(picture, (state) => Object.assign(state, { brain, revealed: false })),
    reveal: () => change(picture, (state) => Object.assign(state, { revealed: true })),
  });
  return {
    update: ({ theme, data }) => {
      Object.assign(picture, { theme, data: data ?? {} });
      picture.asking.heard(data?.answer);
      show(picture);
    },
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => tablesOf(picture),
    measures: () => measuresOf(picture.state),
    destroy: () => {
      cancelAnimationFrame(picture.frame);
      picture.asking.destroy();
      picture.team.destroy();
      picture.network.destroy();
      picture.brain.destroy();
      root.replaceChildren();
    },
  };
}

function recordDeeds(picture) {
  return {
    show: (row) => change(picture, (state) => showEvening(state, row)),
    flip: (row) => byHand(picture, (state) => flip(state, row)),
    remove: (row) => byHand(picture, (state) => removeEvening(state, row)),
    add: (good) => byHand(picture, (state) => addEvening(state, good)),
    members: (count) => byHand(picture, (state) => setMembers(state, count)),
    given: () => byHand(picture, giveTeam),
    chance: () => byHand(picture, drawTeam),
    step: () => byHand(picture, learnSteps),
    learn: () => play(picture, !picture.frame),
  };
}

function change(picture, act) {
  act(picture.state);
  show(picture);
}

/** A change by hand ends the learning. */
function byHand(picture, act) {
  play(picture, false);
  change(picture, (state) => act(state));
}

/** Learning goes on frame by frame, and faster with time; at once for who prefers no motion. */
function play(picture, on) {
  cancelAnimationFrame(picture.frame);
  picture.frame = 0;
  if (on && picture.lesson.still()) learnSteps(picture.state, Infinity);
  else if (on && !ended(picture.state)) picture.frame = requestAnimationFrame(() => tick(picture));
  show(picture);
}

function tick(picture) {
  learnSteps(picture.state, picture.state.steps < 120 ? 1 : 4);
  play(picture, !ended(picture.state));
}

function set(picture, next) {
  play(picture, false);
  change(picture, (state) => setState(state, next));
  if (next.play) play(picture, true);
}

/** What a tab shows beside the team comes from a worker, once. */
function heard(picture, answer) {
  if (answer.rows) picture.rows = openRows(answer.rows);
  if (answer.kinds) picture.kinds = answer.kinds;
  if (answer.kind) picture.flows = { ...picture.flows, [answer.kind.name]: openFlow(answer.kind) };
  if (answer.own) picture.own = answer.own;
}

function show(picture) {
  const { state, theme, places, asking } = picture;
  if (!theme) return;
  const want = WANTS[state.tab];
  const there = want && picture[want];
  if (want && !there && !asking.waitsFor(want) && !asking.refusal(want)) asking.ask({ want });
  picture.tabs.update(state.tab);
  for (const [name, place] of Object.entries(places)) place.hidden = name !== state.tab;
  picture.team.update(state);
  picture.record.update(state, Boolean(picture.frame));
  const of = (name) => ({ theme, waiting: asking.waitsFor(name), refusal: asking.refusal(name) });
  if (state.tab === "network") picture.network.update({ rows: picture.rows, ...of("rows") });
  if (state.tab === "kinds") showKinds(picture, of("kinds"));
  if (state.tab === "brain")
    picture.brain.update({ state, rows: brainRows(picture), comparisons: picture.data.alike, own: picture.own });
  picture.lesson.changed();
}

/** The kinds, and their networks one after the other, as each is trained. */
function showKinds({ kinds, flows, asking, sorts, data }, how) {
  const missing = kinds?.find(({ name }) => !flows[name])?.name;
  const [waits, refusal] = [asking.waitsFor("kind"), asking.refusal("kind")];
  if (missing && !waits && !refusal) asking.ask({ want: "kind", name: missing });
  sorts.update({ kinds, flows, training: missing, flowRefusal: refusal, words: data.words, ...how });
}

/** [name, connections, kind] each, as the page's text has them. */
function brainRows({ data }) {
  return data.connections.map(([name, count, kind]) => [name, Number(count), kind]);
}

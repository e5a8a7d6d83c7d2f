// Several real Keras networks that are trained side by side from one click: their answers, layers and curves at one
// shared moment, which plays and is dragged. For lessons and wherever variants are compared.
//
// A picture embeds it with
//   race = createRace(place, {ask, still, changed}, options)
// `ask` asks the page, {want: "race", race: a name that the page knows, own} or {want: "take", …, network}; the answer goes
// to race.answered(answer, question). `changed()` is called whenever the moment is another one.

import { choices, select } from "../base/controls.js";
import { element, setText } from "../base/dom.js";
import { epochText } from "../base/numbers.js";
import { createPlayer } from "../base/player.js";
import { createCards } from "./cards.js";
import { lineColours } from "./colours.js";
import { AXES, createRaceCurves, curvesPlace, SCORES } from "./curves.js";
import { createRaceFeed } from "./feed.js";
import { LENSES, MEANINGS } from "./layers.js";
import { emptyStory, frameAt, grow, isUnderWay, momentOf, tell } from "./story.js";
import { scoresOf, standing, tablesOf } from "./words.js";

const PACE = 9; // recorded moments a second
const NONE = "none";

/**
 * @param options lenses: names in LENSES, the first is shown; lens: null begins without one; scores: which may be chosen, the
 *   first is shown; axes: names in AXES; ordered: whether the networks have an order; log: whether losses begin on a
 *   logarithmic axis; idle: what stands in the place before the first race
 * @param options.take what the door of a network is called; quiet: whether the page around says how it stands
 * @returns {begin(name, {own}), follow({labels, address, scores}), answered(answer, question), update(theme), moment(), story(),
 *   refusal() a sentence, tables(), show(position share), destroy()}
 */
export function createRace(root, page, options = {}) {
  const race = {
    page,
    options: { lenses: [], axes: ["epoch"], ...options },
    story: emptyStory(),
    asked: null,
    epoch: 0,
    following: true,
    ...{ chosen: null, lens: null, score: null, axis: "epoch", log: options.log ?? false, theme: null, refusal: "" },
  };
  race.lens = "lens" in options ? options.lens : (race.options.lenses[0] ?? null);
  race.axis = race.options.axes[0];
  createParts(race);
  root.append(race.node);
  race.feed = createRaceFeed((news) => hear(race, news));
  const observer = new ResizeObserver(() => draw(race));
  observer.observe(race.node);
  return {
    begin: (name, { own = false } = {}) => begin(race, name, own),
    follow: (told) => follow(race, told),
    answered: (answer, question) => answered(race, answer, question),
    update: (theme) => {
      race.theme = theme;
      draw(race);
    },
    moment: () => ({ epoch: race.epoch, networks: momentOf(race.story, race.epoch), state: race.story.state }),
    story: () => race.story,
    refusal: () => race.refusal,
    tables: () => tablesOf(race),
    show: (share) => move(race, share * (race.story.epochs.length - 1)),
    destroy: () => {
      observer.disconnect();
      race.feed.stop();
      race.player.destroy();
      race.curves.destroy();
      race.node.remove();
    },
  };
}

function createParts(race) {
  const { options } = race;
  race.cards = createCards({ choose: (index) => choose(race, index) });
  const change = (part) => {
    Object.assign(race, part);
    draw(race);
  };
  const lenses = { [NONE]: "Answers alone", ...named(LENSES, options.lenses) };
  race.lensChoice = choices("What to look at besides the answers", lenses, (lens) =>
    change({ lens: lens === NONE ? null : lens }),
  );
  race.lensChoice.node.hidden = !options.lenses.length;
  race.scoreChoice = select("Curves of", {}, (score) => change({ score }));
  race.axisChoice = choices("Counted in", named(AXES, options.axes), (axis) => change({ axis }));
  race.axisChoice.node.hidden = options.axes.length < 2;
  race.logChoice = choices("Axis", { linear: "linear", log: "log" }, (kind) => change({ log: kind === "log" }));
  const curves = curvesPlace(race.scoreChoice.node, race.logChoice.node, race.axisChoice.node);
  race.curves = createRaceCurves(curves.body, { at: (epoch) => move(race, positionOf(race, epoch)) });
  race.player = createPlayer({
    steps: 0,
    speed: PACE,
    still: race.page.still,
    name: "moment",
    say: (at) => `epoch ${epochText(race.story.epochs[at] ?? 0)} of ${epochText(lastEpoch(race))}`,
    move: (position) => move(race, position, false),
  });
  race.said = element("p", { class: "nr-said", role: "status" });
  race.meaning = element("p", { class: "nr-meaning nl-muted" });
  race.take = element(
    "button",
    { type: "button", class: "nl-button", onclick: () => take(race) },
    options.take ?? "Open it in the Lab",
  );
  race.about = element("div", { class: "nl-bar nr-about" }, element("span", {}), race.take);
  race.idle = element("div", { class: "nr-idle" }, options.idle ?? "");
  const bar = element("div", { class: "nl-bar nr-lenses" }, race.lensChoice.node, race.meaning);
  race.body = element("div", { class: "nr-body" }, bar, race.cards.node, race.about, race.player.node, curves.node);
  race.node = element("div", { class: "nr-race" }, race.said, race.idle, race.body);
}

function named(all, names) {
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

function begin(race, name, own) {
  Object.assign(race, { asked: { name, own }, refusal: "", following: true });
  race.story.state = "waiting";
  race.page.ask({ want: "race", race: name, own });
  draw(race);
}

/** An answer of the page to one of this view's questions. */
function answered(race, { race: told, error }, question) {
  race.refusal = error ?? "";
  if (error) race.story.state = "refused";
  if (told && question.want === "race" && race.asked?.name === told.name && race.asked.own === told.own) {
    start(race, told);
  }
  draw(race);
}

function start(race, { labels, address }) {
  Object.assign(race, { story: emptyStory(labels), epoch: 0, chosen: null, following: true, address });
  race.story.state = "waiting";
  race.feed.follow(address);
}

/** What a page shows of its own accord: from the beginning where it is something else than before. */
function follow(race, { labels, address, scores }) {
  race.options.scores = scores ?? race.options.scores;
  if (race.address !== address) start(race, { labels, address });
  else if (labels.length > race.story.networks.length) grow(race.story, labels);
  draw(race);
}

function hear(race, news) {
  tell(race.story, news);
  race.player.resize(race.story.epochs.length - 1);
  if (race.following) {
    race.epoch = race.story.epochs.at(-1);
    race.player.place(race.story.epochs.length - 1);
  }
  draw(race);
}

/** To a recorded moment; who moves it looks there, also while the training goes on. */
function move(race, position, byHand = true) {
  const at = Math.floor(Math.min(Math.max(position, 0), race.story.epochs.length - 1));
  race.following = at === race.story.epochs.length - 1;
  race.epoch = race.story.epochs[at];
  if (byHand) race.player.place(at);
  draw(race);
}

function positionOf(race, epoch) {
  const { epochs } = race.story;
  return epochs.reduce((best, own, i) => (Math.abs(own - epoch) < Math.abs(epochs[best] - epoch) ? i : best), 0);
}

function choose(race, index) {
  race.chosen = race.chosen === index ? null : index;
  draw(race);
}

function take(race) {
  if (race.chosen === null) return;
  const { name, own } = race.asked ?? {};
  race.page.ask({ want: "take", race: name, own, network: race.chosen });
}

function lastEpoch({ story }) {
  return Math.max(...story.networks.map(({ epochs = 0 }) => epochs), 0);
}

function draw(race) {
  const { story, theme, node } = race;
  if (!theme) return;
  const begun = story.networks.some(({ frames }) => frames.length);
  node.dataset.state = story.state || "idle";
  race.body.hidden = !begun;
  race.idle.hidden = begun || isUnderWay(story);
  setText(race.said, race.options.quiet ? "" : standing(race));
  race.said.hidden = !race.said.textContent;
  if (begun) drawBody(race);
  race.page.changed();
}

function drawBody(race) {
  const { story, theme, epoch, chosen, lens } = race;
  const scores = scoresOf(race);
  if (!scores.includes(race.score)) race.score = scores[0];
  const taken = story.ground?.plane && story.ground.task !== "regression" ? story.ground.class_names.length : 0;
  const colours = lineColours(theme, story.networks.length, { ordered: race.options.ordered, taken });
  const frames = story.networks.map((network) => frameAt(network, epoch));
  const view = { story, frames, theme, score: race.score, lens, chosen, colours };
  race.cards.update(view);
  race.lensChoice.update(lens ?? NONE);
  setText(race.meaning, lens ? MEANINGS[lens] : "");
  race.scoreChoice.options(named(SCORES, scores));
  race.scoreChoice.update(race.score);
  race.axisChoice.update(race.axis);
  race.logChoice.update(race.log ? "log" : "linear");
  race.logChoice.node.hidden = race.score.includes("accuracy");
  const [last, axis] = [story.epochs.at(-1), race.axis];
  race.curves.update({ ...view, networks: story.networks, axis, log: race.log, epoch, epochs: lastEpoch(race), last });
  drawAbout(race);
}

function drawAbout({ story, chosen, about, take: door }) {
  const network = story.networks[chosen];
  door.hidden = !network;
  const count = network?.parameters?.toLocaleString("en");
  setText(
    about.firstChild,
    network ? `${network.label}: ${count} parameters` : "Choose a network to follow its curve.",
  );
}

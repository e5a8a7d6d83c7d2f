// How far off the reader's own network is, example by example: bars along the axis of the loss that suits its task, and who
// makes up most of the pull.

import { element, setText } from "../../base/dom.js";
import { OF_ERROR, OF_OUTPUT } from "./losses.js";

const BINS = 40;
const HARDEST = 0.1;

/** @returns {node, update({answers, waits, refusal, shown})}; on.want(), on.hide() */
export function createOwn(on) {
  const button = element("button", { type: "button", class: "nl-button", onclick: on.want }, "Your network's answers");
  const said = element("span", { class: "nl-label", role: "status" });
  const update = ({ shown, waits, refusal }) => {
    button.disabled = waits;
    setText(button, shown ? "Hide your network's answers" : "Your network's answers");
    setText(said, refusal || (waits ? "Running your network on its examples …" : ""));
    said.hidden = !said.textContent;
  };
  return { node: element("div", { class: "nl-bar" }, button, said), update };
}

/** How many of the answers lie in each of 40 parts of the axis, as a share of the fullest; what lies beyond is at its ends. */
export function histogram(answers, [low, high]) {
  const counts = new Array(BINS).fill(0);
  for (const value of answers) {
    const bin = Math.floor(((value - low) / (high - low)) * BINS);
    counts[Math.min(Math.max(bin, 0), BINS - 1)] += 1;
  }
  const most = Math.max(...counts);
  return counts.map((count) => count / most);
}

/** The answers as the view shows them: turned round where the truth is no. */
export function answersFor({ view, answers }, { view: shown, truth }) {
  if (view !== shown) return [];
  return view === "output" && !truth ? answers.map((z) => -z) : answers;
}

/** What share of all pull the tenth of the examples has that pulls hardest; 0 where nothing pulls. */
export function hardestShare(pulls) {
  const falling = [...pulls].sort((a, b) => b - a);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const all = sum(falling);
  return all ? sum(falling.slice(0, Math.max(1, Math.round(HARDEST * falling.length)))) / all : 0;
}

/** Who pulls, under each loss that is on, in a sentence. */
export function ownWords({ title, trained, view, answers }, state) {
  const told = pullsOf(view, answers, state).map(([name, pulls], i) => {
    const share = `${Math.round(100 * hardestShare(pulls))} %`;
    return i ? `${share} under ${name}` : `${share} of all pull under ${name}`;
  });
  const whose = `“${title}”, ${trained ? "trained" : "not trained yet"}, ${answers.length} examples`;
  return `${whose}: the tenth that pulls hardest makes up ${told.join(", ")}.`;
}

function pullsOf(view, answers, { on, judged, delta, gamma }) {
  if (view === "classes") return [["cross-entropy", answers.map((share) => 1 - share)]];
  const [all, names, settings] = view === "line" ? [OF_ERROR, on, { delta }] : [OF_OUTPUT, judged, { truth: 1, gamma }];
  return names.map((name) => [all[name].title, answers.map((value) => Math.abs(all[name].slope(value, settings)))]);
}

// The last three stations: the first training, what became of it, and one change to try.

import { slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createChart } from "./chart.js";
import { button, createPanel, labelled } from "./panel.js";
import { isActive } from "./state.js";
import { expectedWords, scoreName } from "./words.js";

/** on.train(), on.stop(), on.predict(part). @returns {node, update(state, look, network, {waiting, refusal})} */
export function createTraining(on) {
  const begin = button("Train it", on.train, "nl-primary");
  const stop = button("Stop", on.stop);
  const said = element("span", { class: "tn-progress", role: "status" });
  const expected = slider({
    part: "L",
    label: "I expect in the end",
    min: 0,
    max: 1,
    step: 0.005,
    input: (value) => on.predict({ expected: value }),
  });
  expected.node.classList.add("tn-expected");
  const panel = createPanel(
    "What happens when it learns?",
    expected.node,
    element("div", { class: "nl-bar" }, begin, stop, said),
  );
  return {
    node: panel.node,
    update: ({ runs: [run], guesses }, look, network, { waiting, refusal }) => {
      const ready = Boolean(network?.ready);
      const active = Boolean(run && isActive(run));
      setText(panel.intro, introWords(look, network));
      setAttributes(begin, { "aria-disabled": !ready || active || waiting ? "true" : null });
      setText(begin, run ? "Train it again" : "Train it");
      stop.hidden = !active;
      setText(said, waiting && !run ? "A worker is asked …" : run ? progress(run) : "");
      const guess = guesses.expected ?? 0.5;
      expected.update(guess, percent(guess));
      const refused = network && !ready ? "The app refuses to train this network: go back to its output." : "";
      const failed = run?.state === "failed" ? run.message : "";
      const told = run && !active && run.score !== null ? expectedWords(guess, run, look) : "";
      panel.say(refusal || refused || failed || told, refusal || refused || failed ? "slip" : "right");
    },
  };
}

function introWords(look, network) {
  const level =
    look.task === "regression"
      ? "Always answering the mean explains nothing of the variance: 0 %."
      : `Guessing the most frequent class reaches ${percent(look.guess)}: the dashed line.`;
  const warned = network?.ready && !network.fits ? " The app has warned of this end: see what comes of it." : "";
  return `It is really trained now, by a worker, for up to 40 epochs. ${level}${warned}`;
}

function progress({ state, epoch, epochs, score }) {
  const words = {
    queued: "waiting for a worker",
    running: "training",
    paused: "paused",
    finished: "finished",
    stopped: "stopped",
    failed: "failed",
  };
  const reached = score === null ? "" : `, ${percent(score)}`;
  return `${words[state]}, epoch ${Math.floor(epoch)} of ${epochs}${reached}`;
}

/** The curves of both trainings, shown at the last three stations. @returns {node, update(state, look)} */
export function createCurves() {
  const loss = createChart();
  const score = createChart();
  const node = element("div", { class: "tn-two tn-curves" }, loss.node, score.node);
  return {
    node,
    update: ({ runs }, look) => {
      const [first, second] = runs;
      node.hidden = !first;
      if (!first) return;
      const epochs = Math.max(...runs.filter(Boolean).map((run) => run.epochs));
      const of = (run, name, line, kind) =>
        run ? [{ name: line, kind, x: run.curves.epoch, y: run.curves[name] ?? [] }] : [];
      const lines = [
        ...of(first, "loss", "training", "train"),
        ...of(first, "val_loss", "validation", "validation"),
        ...of(second, "val_loss", "validation, second training", "second"),
      ].filter(({ y }) => y.length);
      const scores = [
        ...of(first, "score", "first training", "validation"),
        ...of(second, "score", "second training", "second"),
      ];
      const level =
        look.task === "regression" ? { value: 0, name: "the mean" } : { value: look.guess, name: "guessing" };
      const domain = look.task === "regression" ? [Math.min(-0.2, ...finite(scores, -1)), 1] : [0, 1];
      loss.update({ title: "Loss", epochs, lines, level: null, domain: null, words: wordsOf("Loss", lines) });
      score.update({
        title: `Validation ${scoreName(look)}`,
        epochs,
        lines: scores,
        level,
        domain,
        words: wordsOf("Score", scores),
      });
    },
  };
}

/** The finite values, none below `least`. */
function finite(lines, least) {
  return lines.flatMap(({ y }) => y.filter((value) => value !== null).map((value) => Math.max(value, least)));
}

function wordsOf(title, lines) {
  return `${title}: ${lines.map(({ name, y }) => `${name} ${short(y.at(-1) ?? Number.NaN)}`).join(", ")}`;
}

/** on.predict(part). @returns {node, update(state, diagnoses)} */
export function createDiagnosis(on, diagnoses) {
  const cause = labelled("What do the curves say?", diagnoses, (name) => on.predict({ cause: name }));
  cause.node.classList.add("tn-column");
  const panel = createPanel("What became of it?", cause.node);
  return {
    node: panel.node,
    update: ({ runs: [run], guesses }) => {
      const ended = run && !isActive(run);
      setText(
        panel.intro,
        ended
          ? "Look at both curves before you choose; the app gives its own verdict then."
          : "Train first: without curves there is nothing to diagnose.",
      );
      cause.node.hidden = !ended;
      cause.update(guesses.cause);
      const told =
        ended && guesses.cause
          ? `${run.diagnosis === guesses.cause ? "The app sees it so too" : "The app reads them otherwise"}: ${run.message}`
          : "";
      panel.say(told, run?.diagnosis === guesses.cause ? "right" : "slip");
    },
  };
}

/** on.step(name), on.again(), on.open(page). @returns {node, update(state, look, {waiting, refusal})} */
export function createNext(on, steps) {
  const titles = Object.fromEntries(Object.entries(steps).map(([name, { title }]) => [name, title]));
  const step = labelled("Change one thing", titles, on.step);
  const again = button("Train with that change", on.again, "nl-primary");
  const said = element("span", { class: "tn-progress", role: "status" });
  const doors = { layers: "What each layer makes of it", attribution: "Why it answers so", evaluate: "Judge it" };
  const open = element(
    "div",
    { class: "nl-bar tn-doors" },
    element("span", { class: "nl-label" }, "Your trained network, in the Lab:"),
    ...Object.entries(doors).map(([page, words]) => button(words, () => on.open(page))),
  );
  const panel = createPanel("What next?", step.node, element("div", { class: "nl-bar" }, again, said), open);
  return {
    node: panel.node,
    update: (state, { waiting, refusal }) =>
      showNext({ state, steps, panel, step, again, said, open, waiting, refusal }),
  };
}

function showNext({ state, steps, panel, step, again, said, open, waiting, refusal }) {
  const [first, second] = state.runs;
  const ended = Boolean(first && !isActive(first));
  setText(
    panel.intro,
    ended
      ? "Change one thing at a time: then you know what it was. Is it better, or is that chance?"
      : "Train first; then there is something to change.",
  );
  step.update(state.step);
  setAttributes(again, {
    "aria-disabled": !ended || !state.step || waiting || (second && isActive(second)) ? "true" : null,
  });
  setText(said, second ? progress(second) : state.step ? steps[state.step].help : "");
  open.hidden = !ended;
  const suits = state.step && ended && !second ? adviceWords(steps[state.step], first) : "";
  panel.say(refusal || second?.compared || suits, second?.compared ? "right" : "");
}

function adviceWords({ suits }, { diagnosis }) {
  return suits.includes(diagnosis)
    ? "That is a usual step after this diagnosis."
    : "After this diagnosis that is not the usual step: see what it does.";
}

// The perceptron at work: one example at a time, the rule written out with its numbers, and the mistakes of every pass.

import { fixed, sub } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";

/** on: step(), play(), restart(), rate(value). @returns {update({learner, playing, count, hidden}), destroy()} */
export function createPerceptron(root, on) {
  const play = element("button", {
    class: "nl-button nl-primary",
    type: "button",
    onclick: () => allowed(play) && on.play(),
  });
  const next = element(
    "button",
    { class: "nl-button", type: "button", onclick: () => allowed(next) && on.step() },
    "One example",
  );
  const back = element("button", { class: "nl-button", type: "button", onclick: on.restart }, "Start again");
  const made = element("p", { class: "np-made", "aria-live": "polite" });
  const bars = element("div", { class: "np-bars", role: "img" });
  const verdict = element("p", { class: "np-verdict" });
  const past = element(
    "div",
    { class: "nl-bar np-past" },
    element("span", { class: "nl-label" }, "mistakes in each pass"),
    bars,
    verdict,
  );
  root.append(
    element(
      "div",
      { class: "nl-bar" },
      element("h3", { class: "nl-title np-title" }, "Learn from mistakes"),
      play,
      next,
      back,
    ),
    rule(),
    made,
    past,
  );

  function update({ learner, playing }) {
    setText(play, playing ? "Pause" : "Run");
    allow(play, !learner.done);
    allow(next, !learner.done && !playing);
    setText(made, words(learner.last, learner.rate));
    const counts = learner.passes.slice(-24);
    past.style.visibility = counts.length ? "visible" : "hidden";
    keepCount(bars, counts.length, () => element("i")).forEach((bar, i) => {
      setText(bar, String(counts[i]));
      setAttributes(bar, { style: `--size: ${counts[i] / learner.size}`, "data-none": counts[i] === 0 ? "" : null });
    });
    setAttributes(bars, {
      "aria-label": `Mistakes in the last ${counts.length} passes: ${counts.join(", ") || "none yet"}`,
    });
    setText(verdict, outcome(learner));
  }

  return { update, destroy: () => root.replaceChildren() };
}

function rule() {
  return element(
    "p",
    { class: "np-rule" },
    "The rule: ",
    sub("w"),
    " ← ",
    sub("w"),
    " + ",
    sub("η"),
    " (",
    sub("y"),
    " − ",
    sub("ŷ"),
    ") ",
    sub("x"),
    ", and the same for the bias with ",
    sub("x"),
    " = 1",
  );
}

/** `disabled` would take the focus from under the reader's fingers. */
function allow(button, on) {
  setAttributes(button, { "aria-disabled": on ? null : "true" });
}

function allowed(button) {
  return button.getAttribute("aria-disabled") !== "true";
}

function words(step, rate) {
  if (!step) return "Each click shows it one example. It changes only when it is wrong.";
  const [x1, x2] = step.x.map((x) => fixed(x));
  const seen = `Example (${x1}, ${x2}): it says ŷ = ${step.prediction}, the answer is y = ${step.y}.`;
  if (!step.error) return `${seen} Right, so nothing changes.`;
  const change = (name, before, x, after) =>
    `${name} ← ${fixed(before)} + ${fixed(rate)} × ${step.error > 0 ? "1" : "(−1)"} × ${x} = ${fixed(after)}`;
  return (
    `${seen} Wrong: ${change("w₁", step.weights[0], x1, step.newWeights[0])}, ` +
    `${change("w₂", step.weights[1], x2, step.newWeights[1])}, ${change("b", step.bias, "1", step.newBias)}.`
  );
}

function outcome({ done, passes, separable }) {
  if (done) return `No mistake in pass ${passes.length}: it has learnt.`;
  if (!separable && passes.length >= 6) return "No straight line separates these classes, so it can never succeed.";
  return "";
}

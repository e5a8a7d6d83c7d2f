// Where the run stands, in one line: state, epoch, time, and what it is waiting for.

import { element, setAttributes, setText } from "../base/dom.js";
import { icon } from "../base/icons.js";
import { duration, epochText } from "../base/numbers.js";

const WORDS = {
  untrained: "Untrained",
  queued: "Waiting",
  running: "Training",
  paused: "Paused",
  finished: "Finished",
  stopped: "Stopped",
  failed: "Failed",
  diverged: "Diverged",
  overfitted: "Overfitted",
};

/** The one word for where a run stands; one that finished has that of its verdict. */
export function wordOf(state, outcome) {
  return WORDS[outcome || state] ?? WORDS[state] ?? state;
}

/** What is left of a run that trains, once a second of it tells; "" before, and for less than a second. */
export function leftText({ state, epoch, epochs, seconds }) {
  const left = state === "running" && seconds > 1 && epoch > 0 ? ((epochs - epoch) * seconds) / epoch : 0;
  return left >= 1 ? `, about ${duration(left < 60 ? Math.round(left) : left).replace(".0 s", " s")} left` : "";
}

/** @returns {update({state, outcome, message, epoch, epochs, seconds})} */
export function createStatus(root) {
  const sign = element("span", { class: "nv-sign" });
  const word = element("b", { role: "status" });
  const progress = element("span", { class: "nv-progress-text" });
  const message = element("span", { class: "nv-message" });
  const fill = element("i");
  root.append(
    element("div", { class: "nv-statusline" }, sign, word, progress, message),
    element("div", { class: "nv-progress", "aria-hidden": "true" }, fill),
  );

  function update({ state, outcome, message: words, epoch, epochs, seconds }) {
    const shown = outcome || state;
    if (sign.dataset.state !== shown) {
      sign.dataset.state = shown;
      sign.replaceChildren(icon(shown));
    }
    setAttributes(root, { "data-state": state });
    setText(word, wordOf(state, outcome));
    const time = seconds > 0 ? ` · ${duration(seconds)}${leftText({ state, epoch, epochs, seconds })}` : "";
    setText(
      progress,
      epochs > 0 && state !== "queued" ? `epoch ${epochText(epoch)} of ${epochText(epochs)}${time}` : "",
    );
    setText(message, words ?? "");
    fill.style.width = epochs > 0 ? `${Math.min((100 * epoch) / epochs, 100)}%` : "0";
  }

  return { update, destroy: () => root.replaceChildren() };
}

// The recorded training as a film: play, pause, drag, arrow keys; also while it is still going on. The position stays
// in the browser.

import { element, setAttributes, setText } from "../base/dom.js";
import { icon } from "../base/icons.js";
import { epochText } from "../base/numbers.js";
import { clamp, nearestIndex } from "../base/scales.js";

const SECONDS = 8; // how long the whole film plays
const BACK = { running: "Back to live", queued: "Back to live", paused: "Back to the latest" };

/**
 * @returns {update({film, note, state}), reset(), destroy()}; `note` stands where the film will be, or would have been;
 * `state` is the run's. on.show(frame) whenever an earlier frame is to be seen, on.show(null) for the newest,
 * on.again() when the reader asks for the film once more
 */
export function createScrubber(root, on) {
  const scrubber = { film: null, state: "", pinned: null, timer: 0, ...parts(root) };
  const { play, slider, back } = scrubber;
  play.addEventListener("click", () => toggle(scrubber, on));
  slider.addEventListener("input", () => {
    const chosen = Number(slider.value); // stopping draws, which sets it
    stop(scrubber);
    go(scrubber, on, chosen);
  });
  back.addEventListener("click", () => {
    stop(scrubber);
    go(scrubber, on, scrubber.film.length - 1);
    slider.focus();
  });
  draw(scrubber);
  return {
    update: (next) => update(scrubber, root, next),
    reset: () => {
      scrubber.pinned = null;
      stop(scrubber);
    },
    destroy: () => {
      clearInterval(scrubber.timer);
      root.replaceChildren();
    },
  };
}

function parts(root) {
  const play = element("button", { class: "nv-play", type: "button" });
  const slider = element("input", { type: "range", min: 0, max: 0, step: 1, "aria-label": "Epoch on show" });
  const label = element("span", { class: "nv-filmlabel" });
  const back = element("button", { class: "nv-back", type: "button", hidden: true });
  root.append(play, slider, label, back);
  return { play, slider, label, back };
}

function update(scrubber, root, { film, note = "", state }) {
  const { play, slider, label } = scrubber;
  const isFilm = film?.length > 1;
  const awaited = !note && (state === "untrained" || state in BACK);
  Object.assign(scrubber, { film: isFilm ? film : null, state });
  root.hidden = !isFilm && !note && !awaited;
  slider.hidden = !isFilm && !awaited;
  root.toggleAttribute("data-note", !isFilm && !awaited);
  slider.disabled = !isFilm;
  play.disabled = !isFilm && awaited;
  if (!isFilm) {
    setText(label, note || "epoch 0");
    Object.assign(slider, { max: 1, value: 0 });
    stop(scrubber);
  }
  draw(scrubber);
}

/** Where in the film the frame on show is. */
function position({ film, pinned }) {
  const steps = film.map(({ index }) => index);
  return pinned === null ? film.length - 1 : nearestIndex(steps, pinned);
}

function go(scrubber, on, index) {
  const { film } = scrubber;
  const at = clamp(index, 0, film.length - 1);
  scrubber.pinned = at === film.length - 1 ? null : film[at].index;
  draw(scrubber);
  on.show(scrubber.pinned === null ? null : film[at]);
}

function toggle(scrubber, on) {
  if (!scrubber.film) return on.again?.();
  if (scrubber.timer) return stop(scrubber);
  if (scrubber.pinned === null) go(scrubber, on, 0);
  const advance = () => {
    go(scrubber, on, position(scrubber) + 1);
    if (scrubber.pinned === null) stop(scrubber);
  };
  scrubber.timer = setInterval(advance, Math.max((1000 * SECONDS) / scrubber.film.length, 40));
  return draw(scrubber);
}

function stop(scrubber) {
  clearInterval(scrubber.timer);
  scrubber.timer = 0;
  draw(scrubber);
}

function draw(scrubber) {
  const { film, state, timer, pinned, play, slider, label, back } = scrubber;
  const name = timer ? "pause" : "play";
  if (play.dataset.sign !== name) {
    play.dataset.sign = name;
    play.replaceChildren(icon(name));
    setAttributes(play, { "aria-label": timer ? "Pause the replay" : "Replay the training" });
  }
  const live = state in BACK;
  back.hidden = !live || pinned === null || !film;
  setText(back, BACK[state] ?? "");
  if (!film) return;
  const at = position(scrubber);
  slider.max = film.length - 1;
  slider.value = at;
  const [epoch, last] = [film[at].epoch, film[film.length - 1].epoch].map(epochText);
  const following = live && pinned === null;
  setText(label, following ? `epoch ${epoch}` : `epoch ${epoch} of ${last}${live ? " so far" : ""}`);
  slider.setAttribute("aria-valuetext", label.textContent);
}

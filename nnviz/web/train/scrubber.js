// The recorded training as a film: play, pause, drag, arrow keys. The position stays in the browser.

import { element, setAttributes, setText } from "../base/dom.js";
import { icon } from "../base/icons.js";
import { epochText } from "../base/numbers.js";
import { clamp } from "../base/scales.js";

const SECONDS = 8; // how long the whole film plays

/**
 * @returns {update({film, note}), destroy()}; `note` stands where the film will be, or would have been.
 * on.show(index) whenever another frame is to be seen, on.again() when the reader asks for the film once more
 */
export function createScrubber(root, on) {
  const state = { film: null, index: 0, timer: 0 };
  const play = element("button", { class: "nv-play", type: "button", onclick: toggle });
  const slider = element("input", { type: "range", min: 0, step: 1, "aria-label": "Epoch on show" });
  slider.addEventListener("input", () => {
    stop();
    go(Number(slider.value));
  });
  const label = element("span", { class: "nv-filmlabel" });
  root.append(play, slider, label);
  draw();

  function update({ film, note = "" }) {
    const isFilm = film?.length > 1;
    root.hidden = !isFilm && !note;
    slider.hidden = !isFilm;
    root.toggleAttribute("data-note", !isFilm);
    if (!isFilm) setText(label, note);
    if (film === state.film) return;
    state.film = film;
    if (!isFilm) return stop();
    slider.max = film.length - 1;
    go(film.length - 1, false);
  }

  function go(index, tell = true) {
    state.index = clamp(index, 0, state.film.length - 1);
    slider.value = state.index;
    draw();
    if (tell) on.show(state.index);
  }

  function toggle() {
    if (!state.film) return on.again?.();
    if (state.timer) return stop();
    if (state.index >= state.film.length - 1) go(0);
    state.timer = setInterval(advance, Math.max((1000 * SECONDS) / state.film.length, 40));
    return draw();
  }

  function advance() {
    if (state.index >= state.film.length - 1) stop();
    else go(state.index + 1);
  }

  function stop() {
    clearInterval(state.timer);
    state.timer = 0;
    draw();
  }

  function draw() {
    const name = state.timer ? "pause" : "play";
    if (play.dataset.sign !== name) {
      play.dataset.sign = name;
      play.replaceChildren(icon(name));
      setAttributes(play, { "aria-label": state.timer ? "Pause the replay" : "Replay the training" });
    }
    if (!state.film?.length) return;
    const [epoch, last] = [state.film[state.index].epoch, state.film[state.film.length - 1].epoch];
    setText(label, `epoch ${epochText(epoch)} of ${epochText(last)}`);
    slider.setAttribute("aria-valuetext", label.textContent);
  }

  return {
    update,
    destroy: () => {
      clearInterval(state.timer);
      root.replaceChildren();
    },
  };
}

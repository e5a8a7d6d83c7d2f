// Play, one step back, one on, and a slider: what moves through a fixed number of steps.

import { element, setAttributes, setText } from "./dom.js";
import { icon } from "./icons.js";
import { clamp } from "./scales.js";

const FRAME = 30; // milliseconds between two pictures, at least

/**
 * @param speed steps a second: a number, or a function that says it
 * @param say(position, steps) in words; "step 3 of 20" unless told
 * @param on.move(position) whenever the position changes: whole when the reader moved it, with a fraction while it plays
 * @returns {node, play(), stop(), place(position), resize(steps), playing(), destroy()}
 */
export function createPlayer({ steps, speed, still = () => false, name = "step", say, move }) {
  const words = say ?? ((at, count) => `${name} ${at} of ${count}`);
  const now = { at: 0, steps, playing: false, request: 0, last: 0 };
  const { node, button, slider, label } = createParts(steps, name, {
    toggle: () => (now.playing ? stop() : play()),
    back: () => go(Math.ceil(now.at) - 1),
    on: () => go(Math.floor(now.at) + 1),
    slide: (position) => go(position),
  });

  function go(position) {
    stop();
    place(position);
    move(now.at);
  }

  function place(position) {
    now.at = clamp(position, 0, now.steps);
    slider.value = Math.floor(now.at);
    setText(label, words(Math.floor(now.at), now.steps));
    setAttributes(slider, { "aria-valuetext": label.textContent });
  }

  function draw() {
    button.replaceChildren(icon(now.playing ? "pause" : "play"));
    setAttributes(button, { "aria-label": now.playing ? "Pause" : "Play" });
  }

  /** From the beginning when it stands at the end; at once to the end where motion is not wanted. */
  function play() {
    if (still()) return go(now.steps);
    if (now.at >= now.steps) place(0);
    Object.assign(now, { playing: true, last: performance.now() });
    cancelAnimationFrame(now.request);
    now.request = requestAnimationFrame(tick);
    return draw();
  }

  function stop() {
    now.playing = false;
    cancelAnimationFrame(now.request);
    draw();
  }

  function tick(time) {
    now.request = requestAnimationFrame(tick);
    if (time - now.last < FRAME) return;
    place(now.at + ((time - now.last) / 1000) * (typeof speed === "function" ? speed() : speed));
    now.last = time;
    if (now.at >= now.steps) stop();
    move(now.at);
  }

  function resize(count) {
    now.steps = count;
    setAttributes(slider, { max: count });
    place(now.at);
  }

  draw();
  place(0);
  return {
    node,
    play,
    stop,
    place,
    resize,
    playing: () => now.playing,
    destroy: () => cancelAnimationFrame(now.request),
  };
}

function createParts(steps, name, act) {
  const small = (words, label, onclick) =>
    element("button", { type: "button", class: "nl-button", onclick, "aria-label": label }, words);
  const button = element("button", { type: "button", class: "nl-button nl-primary np-play", onclick: act.toggle });
  const back = small("−1", `One ${name} back`, act.back);
  const on = small("+1", `One ${name} on`, act.on);
  const slider = element("input", { type: "range", min: 0, max: steps, step: 1, "aria-label": name });
  slider.addEventListener("input", () => act.slide(Number(slider.value)));
  const label = element("span", { class: "np-label" });
  return { node: element("div", { class: "np" }, button, back, on, slider, label), button, slider, label };
}

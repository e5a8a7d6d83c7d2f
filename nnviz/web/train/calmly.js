// Words for screen readers, at a calm pace: what changes every tenth of a second is told every ten seconds.

import { element, setText } from "../base/dom.js";

const PAUSE = 10_000;

/** @returns {say(words), destroy()}; the newest words are told, at most every ten seconds. */
export function createCalmly(root, { pause = PAUSE, now = Date.now, later = setTimeout, node = region() } = {}) {
  const state = { words: "", told: "", last: -Infinity, timer: 0 };
  root.append(node);

  function tell() {
    state.timer = 0;
    if (state.words === state.told) return;
    state.told = state.words;
    state.last = now();
    setText(node, state.words);
  }

  return {
    say: (words) => {
      state.words = words;
      if (words === state.told || state.timer) return;
      state.timer = later(tell, Math.max(0, state.last + pause - now()));
    },
    destroy: () => clearTimeout(state.timer),
  };
}

function region() {
  return element("p", { class: "nv-unseen", "aria-live": "polite" });
}

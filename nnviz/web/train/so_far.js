// The frames of a run under way, as they came: what the slider goes back to before there is a film.

import { isOwn } from "../base/addresses.js";

const MOST = 120;

/**
 * @param changed called when frames recorded before this view was there have come
 * @returns {follow(run | null, past), take(frame), frames(), run()}: another run begins anew; `past` is where to get the frames
 *   recorded so far, asked for once, when the first frame taken is not the run's first; `frames` are in order, or null
 */
export function createSoFar(changed) {
  const state = { run: null, past: null, kept: [], newest: null, every: 1, count: 0 };

  function follow(run, past = null) {
    if (run !== state.run) Object.assign(state, { run, past, kept: [], newest: null, every: 1, count: 0 });
  }

  /** Notes the newest frame; every so many stay, so that they never are too many. */
  function take(frame) {
    if (!state.run || !frame || frame.index <= (state.newest?.index ?? -1)) return;
    if (!state.newest && frame.index > 0) load(state.run, state.past);
    state.newest = frame;
    if (state.count++ % state.every === 0) state.kept.push(frame);
    thin();
  }

  function thin() {
    while (state.kept.length > MOST) {
      state.kept = state.kept.filter((_, i) => i % 2 === 0);
      state.every *= 2;
    }
  }

  async function load(run, past) {
    if (!past || !isOwn(past)) return;
    let frames = [];
    try {
      const answer = await fetch(past);
      if (answer.status === 200) frames = (await answer.json()).frames;
    } catch {
      frames = [];
    }
    if (run !== state.run) return;
    const first = state.kept[0]?.index ?? Infinity;
    state.kept = [...frames.filter(({ index }) => index < first), ...state.kept];
    thin();
    changed();
  }

  function frames() {
    const { kept, newest } = state;
    return newest && kept[kept.length - 1] !== newest ? [...kept, newest] : kept.length ? [...kept] : null;
  }

  return { follow, take, frames, run: () => state.run };
}

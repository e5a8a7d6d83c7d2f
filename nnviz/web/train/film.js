// The film of a run that has ended: fetched once from its own address, and kept by the browser for the next visit.

import { isOwn } from "../base/addresses.js";

const LOADING = "The replay is loading; until then you see the last moment.";
const MISSING = "The replay could not be loaded. Press play to try again.";

/**
 * @param changed called when the frames have come, or cannot come
 * @returns {follow(address | null), frames(), note(), again()}: another address is another film; `note` is a sentence
 *   for as long as there are no frames, and `again` asks once more
 */
export function createFilm(changed) {
  const state = { address: null, frames: null, note: "" };

  async function load(asked) {
    let frames = null;
    try {
      const answer = await fetch(asked);
      if (answer.status === 200) frames = (await answer.json()).frames;
    } catch {
      frames = null;
    }
    if (asked !== state.address) return;
    Object.assign(state, { frames, note: frames ? "" : MISSING });
    changed();
  }

  function follow(next) {
    const address = next && isOwn(next) ? next : null;
    if (address === state.address) return;
    Object.assign(state, { address, frames: null, note: address ? LOADING : "" });
    if (address) load(address);
  }

  function again() {
    if (!state.address || state.note !== MISSING) return;
    state.note = LOADING;
    changed();
    load(state.address);
  }

  return { follow, again, frames: () => state.frames, note: () => state.note };
}

// The network before its first step: fetched from its own address, and followed through every edit.

import { isOwn } from "../base/addresses.js";

const RETRY = 500;
const DRAWING = "Drawing your untrained network …";
const MISSING = "The untrained network could not be drawn; Train works all the same.";

/**
 * Never two questions at once: edits that come while one is open are skipped but for the last.
 * @param changed called when there is another picture, or another note
 * @returns {follow(address | null), picture(), note()}: `picture` is {address, graph, frame, history}, the last one until
 *   the next has come, or null; `note` says what is awaited or why nothing comes, "" once the picture is there
 */
export function createUntrained(changed) {
  const state = { address: null, picture: null, note: "", asking: false, timer: 0 };

  async function ask() {
    const asked = state.address;
    state.asking = true;
    const [status, content] = await answerOf(asked);
    state.asking = false;
    if (!state.address) return;
    if (asked !== state.address) return ask();
    if (status === 200) Object.assign(state, { picture: { address: asked, ...content }, note: "" });
    else state.note = status === 202 || status === 422 ? content : MISSING;
    if (status === 202) state.timer = setTimeout(ask, RETRY);
    changed();
  }

  function follow(next) {
    const address = next && isOwn(next) ? next : null;
    if (address === state.address) return;
    clearTimeout(state.timer);
    const known = address !== null && address === state.picture?.address;
    Object.assign(state, { address, note: address && !known ? DRAWING : "" });
    if (address && !known && !state.asking) ask();
  }

  return { follow, picture: () => state.picture, note: () => state.note };
}

async function answerOf(address) {
  try {
    const answer = await fetch(address);
    return [answer.status, answer.status === 200 ? await answer.json() : await answer.text()];
  } catch {
    return [0, ""];
  }
}

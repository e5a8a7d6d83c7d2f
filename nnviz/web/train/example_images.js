// The images of all held-out examples: fetched once from their own address, and kept by the browser for the next visit.

import { isOwn } from "../base/addresses.js";
import { unpack } from "../base/unpack.js";

/**
 * @param changed called when they have come
 * @returns {follow(address | null), images()}: {shape: [n, h, w, c], values 0 to 255}, or null before they are there
 */
export function createExampleImages(changed) {
  const state = { address: null, images: null };

  async function load(asked) {
    try {
      const answer = await fetch(asked);
      const images = answer.status === 200 ? unpack((await answer.json()).images) : null;
      if (asked !== state.address || !images) return;
      state.images = images;
      changed();
    } catch {
      // Without them the first examples, which came with the graph, still have their pictures.
    }
  }

  function follow(next) {
    const address = next && isOwn(next) ? next : null;
    if (address === state.address) return;
    Object.assign(state, { address, images: null });
    if (address) load(address);
  }

  return { follow, images: () => state.images };
}

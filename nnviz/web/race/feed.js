// What a race has recorded so far, fetched piece by piece while it goes on.

import { isOwn } from "../base/addresses.js";

const PAUSE = 150;
const RETRY = 2_000;
const OVER = new Set(["finished", "failed", "gone"]);

/** hear({state, message, lines}) with each piece. @returns {follow(address | null), stop()} */
export function createRaceFeed(hear) {
  let [address, next, timer] = [null, 0, 0];

  async function look(asked) {
    let pause = PAUSE;
    try {
      const answer = await fetch(`${asked}?after=${encodeURIComponent(next)}`, { cache: "no-store" });
      if (asked !== address) return;
      if (answer.ok) {
        const news = await answer.json();
        if (asked !== address) return;
        next = news.next;
        hear(news);
        if (OVER.has(news.state)) return;
        pause = news.pause ?? PAUSE;
      } else pause = RETRY;
    } catch {
      pause = RETRY;
    }
    if (asked === address) timer = setTimeout(look, pause, asked);
  }

  function follow(wanted) {
    clearTimeout(timer);
    [address, next] = [null, 0];
    if (!wanted || !isOwn(wanted)) return;
    address = wanted;
    look(wanted);
  }

  return { follow, stop: () => follow(null) };
}

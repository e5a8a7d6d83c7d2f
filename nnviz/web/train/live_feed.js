// News of a run that trains, fetched beside Streamlit: a look costs the page no rerun. Without an answer the reruns go on alone.

import { isOwn } from "../base/addresses.js";

const PAUSE = 110;
const RETRY = 2_000;

/**
 * Asks again and again, a pause after each answer was shown, and never two questions at once.
 * @param show called with each piece of news: {state, epoch, frame, history, …, token}
 * @param pause milliseconds between an answer and the next question
 * @returns {follow(address | null), stop()}: another address begins anew, null ends
 */
export function createFeed(show, { pause: usual = PAUSE } = {}) {
  let [address, timer, token] = [null, 0, ""];

  async function look(asked) {
    let pause = usual;
    try {
      const answer = await fetch(`${asked}?after=${encodeURIComponent(token)}`, { cache: "no-store" });
      if (asked !== address) return;
      if (answer.status === 200) {
        const news = await answer.json();
        if (asked !== address) return;
        token = news.token;
        show(news);
      } else if (answer.status !== 204) pause = RETRY;
    } catch {
      pause = RETRY;
    }
    if (asked === address) timer = setTimeout(look, pause, asked);
  }

  function follow(next) {
    if (next === address || (next && !isOwn(next))) return;
    clearTimeout(timer);
    [address, token] = [next, ""];
    if (next) look(next);
  }

  return { follow, stop: () => follow(null) };
}

/** What is shown when a rerun brought `data` and the feed brought `news`: the later of the two. */
export function later(data, news, live) {
  if (!news || !live.has(data.state)) return data;
  const position = ({ frame, epoch }) => [frame?.index ?? -1, epoch];
  const [[index, epoch], [knownIndex, knownEpoch]] = [position(news), position(data)];
  return index > knownIndex || (index === knownIndex && epoch >= knownEpoch) ? { ...data, ...news } : data;
}

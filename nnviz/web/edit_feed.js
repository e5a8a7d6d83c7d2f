// What an edit changed, fetched beside Streamlit: it is on the screen before the page's own rerun has come there.

import { isOwn } from "./live_feed.js";

const WATCH = 2_000;
const DEEDS = ["keydown", "pointerup", "change", "drop"];

/**
 * After anything that a person does, asks what comes of it; the server answers as soon as it knows. One feed serves every view.
 * @param {EventTarget} host where deeds are heard
 * @returns {join(show), leave(show), follow(address, version)}: `show` is called with each piece of news {version, …}
 */
export function createEditFeed(host) {
  const shows = new Set();
  let [address, version, until, asking] = ["", 0, 0, false];

  async function ask() {
    asking = true;
    while (shows.size && performance.now() < until && await look(address));
    asking = false;
  }

  /** Whether asking again is worth it. */
  async function look(asked) {
    try {
      const answer = await fetch(`${asked}?after=${version}`, { cache: "no-store" });
      if (answer.status !== 200) return answer.status === 204;
      const news = await answer.json();
      if (asked !== address) return true;
      version = Math.max(version, news.version);
      for (const show of shows) show(news);
      return true;
    } catch {
      return false;
    }
  }

  function heard() {
    until = performance.now() + WATCH;
    if (address && !asking) ask();
  }

  function follow(next, known) {
    if (!isOwn(next)) return;
    version = next === address ? Math.max(version, known) : known;
    address = next;
  }

  function join(show) {
    if (!shows.size) for (const deed of DEEDS) host.addEventListener(deed, heard, { capture: true, passive: true });
    shows.add(show);
  }

  function leave(show) {
    shows.delete(show);
    if (!shows.size) for (const deed of DEEDS) host.removeEventListener(deed, heard, { capture: true });
  }

  return { join, leave, follow };
}

/** What is shown when a rerun brought `data` and the feed brought `news`: the later of the two. */
export function newer(data, news) {
  return news && news.version > data.version ? { ...data, ...news } : data;
}

// What an edit changed, fetched beside Streamlit: it is on the screen before the page's own rerun has come there.

import { isOwn } from "../base/addresses.js";

const WATCH = 2_000;
const DEEDS = ["keydown", "pointerup", "change", "drop"];

/**
 * After anything that a person does, asks what comes of it; the server answers as soon as it knows. One feed serves every view.
 * @param {EventTarget} host where deeds are heard
 * @param get (address) → {status, news}: as `askWorker` makes it
 * @returns {join(show), leave(show), follow(address, version)}: `show` is called with each piece of news {version, …}
 */
export function createEditFeed(host, get) {
  const shows = new Set();
  let [address, version, until, asking] = ["", 0, 0, false];

  async function ask() {
    asking = true;
    while (shows.size && performance.now() < until && (await look(address)));
    asking = false;
  }

  /** Whether asking again is worth it. */
  async function look(asked) {
    const { status, news } = await get(`${asked}?after=${version}`);
    if (status !== 200) return status === 204;
    if (asked !== address) return true;
    version = Math.max(version, news.version);
    for (const show of shows) show(news);
    return true;
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

/** Asks through a worker; an address that cannot be reached answers with status 0. */
export function askWorker() {
  const [worker, open] = [new Worker(new URL("./edit_worker.js", import.meta.url)), new Map()];
  worker.onmessage = ({ data }) => {
    open.get(data.number)?.(data);
    open.delete(data.number);
  };
  worker.onerror = () => {
    for (const answer of open.values()) answer({ status: 0 });
    open.clear();
  };
  let number = 0;
  return (address) =>
    new Promise((answer) => {
      open.set(++number, answer);
      worker.postMessage({ number, address });
    });
}

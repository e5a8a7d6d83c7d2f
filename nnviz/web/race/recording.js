// Trainings of a lesson's own networks, by name, each heard line by line while it is recorded (nnviz/concepts/recorder.py).

import { createRaceFeed } from "./feed.js";

const NOTHING = { lines: [], state: "", message: "" };
const PROBLEMS = {
  gone: "Whoever trained this network has fallen silent. Reload the page to begin again.",
  failed: "This network could not be trained.",
};

/** changed(name) with each piece of news. @returns {follow(name, address), of(name), problem(name), destroy()} */
export function createRecordings(changed) {
  const all = new Map();

  function follow(name, address) {
    if (all.has(name)) return;
    const own = { lines: [], state: "waiting", message: "" };
    own.feed = createRaceFeed(({ lines = [], state, message = "" }) => {
      for (const line of lines) if (!line.ended) own.lines.push(line);
      Object.assign(own, { state, message });
      changed(name);
    });
    all.set(name, own);
    own.feed.follow(address);
  }

  const of = (name) => all.get(name) ?? NOTHING;
  return {
    follow,
    of,
    problem: (name) => (of(name).state in PROBLEMS ? of(name).message || PROBLEMS[of(name).state] : ""),
    destroy: () => {
      for (const { feed } of all.values()) feed.stop();
    },
  };
}

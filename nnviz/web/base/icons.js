// The few signs that say a state by shape as well as by colour: 16 × 16 outlines.

import { svg } from "./dom.js";

const SHAPES = {
  queued: "M8 3a5 5 0 1 0 .01 0z",
  running: "M8 4a4 4 0 1 0 .01 0z",
  paused: "M5 3.5v9M11 3.5v9",
  stopped: "M4.5 4.5h7v7h-7z",
  finished: "M3.5 8.5l3 3 6-7",
  diverged: "M8 2.5l6 11h-12zM8 6.5v3.5M8 12v.01",
  overfitted: "M8 2.5l6 11h-12zM8 6.5v3.5M8 12v.01",
  failed: "M4 4l8 8M12 4l-8 8",
  right: "M3.5 8.5l3 3 6-7",
  wrong: "M4 4l8 8M12 4l-8 8",
  play: "M5.5 3.5v9l7-4.5z",
  pause: "M5 3.5v9M11 3.5v9",
};
const SOLID = new Set(["running", "stopped", "play"]);

export function icon(name) {
  const shape = svg("path", { d: SHAPES[name] ?? SHAPES.queued });
  return svg(
    "svg",
    {
      class: `nv-icon nv-icon-${name}${SOLID.has(name) ? " nv-solidicon" : ""}`,
      viewBox: "0 0 16 16",
      "aria-hidden": "true",
    },
    shape,
  );
}

// Streamlit's side of a study's variants, trained side by side.

import { prefersStill } from "./base/dom.js";
import { mountedOnce } from "./base/mount.js";
import { createRace } from "./race/race.js";

export default mountedOnce("nv-root nl-root", "setTriggerValue", (root, tell) => {
  const page = { ask: ({ network }) => tell("take", { network }), still: prefersStill, changed: () => {} };
  const race = createRace(root, page, { take: "Open this run", quiet: true });
  return {
    update: ({ theme, labels, address, scores }) => {
      race.update(theme);
      race.follow({ labels, address, scores });
    },
    destroy: race.destroy,
  };
});

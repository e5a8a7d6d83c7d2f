// Streamlit's side of the threshold that one drags.

import { mountedOnce } from "./base/mount.js";
import { createThreshold } from "./threshold/view.js";

export default mountedOnce("nv-root", "setTriggerValue", (root, tell) =>
  createThreshold(root, {
    choose: (cell, threshold) => tell("cell", { cell, threshold }),
    settle: (threshold) => tell("settled", { threshold }),
  }),
);

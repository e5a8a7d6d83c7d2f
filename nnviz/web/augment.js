// Streamlit's side of the Augment tab: the changes in their order, and what they make of one example.

import { createAugmentView } from "./augment/view.js";
import { mountedOnce } from "./base/mount.js";

export default mountedOnce("nv-root na-root", "setStateValue", (root, tell) =>
  createAugmentView(root, { asked: (what) => tell("asked", what) }),
);

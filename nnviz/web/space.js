// Streamlit's side of the examples in a layer's space.

import { mountedOnce } from "./base/mount.js";
import { createCloud } from "./inspect/cloud.js";

export default mountedOnce("nv-root", "setTriggerValue", (root, tell) =>
  createCloud(root, { open: (opened) => tell("example", opened) }),
);

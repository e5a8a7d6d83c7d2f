// Streamlit's side of a layer's units.

import { mountedOnce } from "./base/mount.js";
import { createSheet } from "./inspect/sheet.js";

export default mountedOnce("nv-root", "setTriggerValue", (root, tell) =>
  createSheet(root, { choose: (unit) => tell("unit", unit) }),
);

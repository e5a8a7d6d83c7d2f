// Streamlit's side of the arithmetic of one number.

import { mountedOnce } from "./base/mount.js";
import { createNumber } from "./number/view.js";

export default mountedOnce("nv-root nl-root", "setTriggerValue", (root, tell) =>
  createNumber(root, { open: (number) => tell("number", number) }),
);

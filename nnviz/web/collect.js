// Streamlit's side of the pictures that are collected class by class.

import { mountedOnce } from "./base/mount.js";
import { createCollecting } from "./collect/view.js";

export default mountedOnce("nv-root", "setStateValue", (root, tell) =>
  createCollecting(root, { told: (parcel) => tell("told", parcel) }),
);

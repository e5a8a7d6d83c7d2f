// Streamlit's side of the picture to paint on.

import { mountedOnce } from "./base/mount.js";
import { createPaintView } from "./images/paint_view.js";

export default mountedOnce("nv-root", "setStateValue", (root, tell) =>
  createPaintView(root, { painted: (what) => tell("painted", what) }),
);

// Streamlit's side of an image of one's own: drawn, brought or seen by the camera.

import { mountedOnce } from "./base/mount.js";
import { createOwnView } from "./own/view.js";

export default mountedOnce("nv-root", "setStateValue", (root, tell) =>
  createOwnView(root, { own: (what) => tell("own", what) }),
);

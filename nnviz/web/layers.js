// Streamlit's side of the view Layers.

import { mountedOnce } from "./base/mount.js";
import { createLayers } from "./inspect/layers_view.js";

export default mountedOnce("nv-root", "setTriggerValue", (root, tell) =>
  createLayers(root, { choose: (chosen) => tell("chosen", chosen) }),
);

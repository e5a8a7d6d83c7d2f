// Streamlit's side of the networks that generate.

import { mountedOnce } from "./base/mount.js";
import { createGan } from "./generate/gan.js";
import { createVae } from "./generate/vae.js";

const VIEWS = { vae: createVae, gan: createGan };

export default mountedOnce("ng-root", "setTriggerValue", (root, tell, data) =>
  VIEWS[data.view](root, { points: (points) => tell("points", points) }),
);

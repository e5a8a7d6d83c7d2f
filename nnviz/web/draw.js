// Streamlit's side of the plane that points are drawn on.

import { mountedOnce } from "./base/mount.js";
import { createDrawing } from "./draw/drawing.js";

export default mountedOnce("nv-root nl-root", "setStateValue", (root, tell) =>
  createDrawing(root, { points: (points) => tell("points", points), learn: (turn) => tell("learn", turn) }),
);

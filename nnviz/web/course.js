// Streamlit's side of the search over the course.

import { mountedOnce } from "./base/mount.js";
import { createSearch } from "./course/view.js";

export default mountedOnce("nv-root", "setTriggerValue", (root) => createSearch(root));

// What joins the picture, the formula and the experiments of one lesson: each joins the hub of the lesson's name.
// A member may have light(parts), changed(values, measures) and set(state, trial): it is told what the others do; and
// state() and controls(): it is asked what it stands at.

const hubs = new Map();

export function hub(name) {
  if (!hubs.has(name)) hubs.set(name, createHub());
  return hubs.get(name);
}

export function createHub() {
  const members = new Set();
  let [values, measures] = [{}, {}];
  const tell = (method, ...words) => members.forEach((member) => member[method]?.(...words));
  return {
    /** Joins; returns the function that leaves. The newcomer hears the latest values. */
    join(member) {
      members.add(member);
      member.changed?.(values, measures);
      return () => members.delete(member);
    },
    /** Lights up these parts everywhere; none: dark again. */
    light(parts) {
      tell("light", parts);
    },
    /** The picture's values changed, and what it measures of itself: {name: number}. */
    changed(next, measured = {}) {
      [values, measures] = [next, measured];
      tell("changed", values, measures);
    },
    /** What the first member that can tell says of itself: of("state"), of("controls"); undefined where none can. */
    of(what) {
      return [...members].map((member) => member[what]?.()).find((told) => told !== undefined);
    },
    /** Sets the picture to a state; `trial` {title, what, told}: the experiment that begins with it, null for none. */
    set(state, trial = null) {
      tell("set", state, trial);
    },
  };
}

/** The parts an element stands for: data-part="w1 x1" → ["w1", "x1"]. */
export function partsOf(node) {
  return (node?.dataset?.part ?? "").split(" ").filter(Boolean);
}

/** Whether an element that stands for `own` is among the lit `parts`. */
export function isLit(own, parts) {
  return own.some((part) => parts.includes(part));
}

/** Lights up through the hub what the pointer, or else the focus, rests on inside `root`, by its data-part. */
export function lightOnHover(root, light) {
  const at = (event) => partsOf(event.target.closest?.("[data-part]"));
  let [pointed, focused] = [[], []];
  const tell = (next) => {
    const before = pointed.length ? pointed : focused;
    ({ pointed = pointed, focused = focused } = next);
    const now = pointed.length ? pointed : focused;
    if (now.join() !== before.join()) light(now);
  };
  root.addEventListener("pointerover", (event) => tell({ pointed: at(event) }));
  root.addEventListener("pointerleave", () => tell({ pointed: [] }));
  root.addEventListener("focusin", (event) => tell({ focused: at(event) }));
  root.addEventListener("focusout", () => tell({ focused: [] }));
}

/** Marks every element inside `root` that stands for one of the lit parts. */
export function markLit(root, parts) {
  for (const node of root.querySelectorAll("[data-part]")) node.classList.toggle("lit", isLit(partsOf(node), parts));
}

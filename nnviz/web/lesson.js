// Streamlit's side of a lesson: its picture, formula, experiments and code are instances of this one component,
// joined by a hub in the browser, so that nothing waits for the server.
//
// A picture is a module lessons/<name>/picture.js with a stylesheet picture.css beside it:
//
//   export function createPicture(root, lesson) → {
//     update({theme, data}),   new colours, or new data from the page (called once before anything else)
//     set(state),              the picture's own beginning with these changes: what experiments and checks call
//     values(),                {part: "0.80"}: what stands beside the formula's symbols
//     tables(),                [{caption, head: [..], rows: [[..], ..]}]: the picture as numbers
//     measures(),              optional: {name: number}, what a check that says "make the picture do this" is judged by
//     state(),                 optional: what `set` would need to bring the picture back to where it stands, as JSON: what a
//                              teacher's link carries
//     light(parts),            optional: parts of a canvas to light up (elements with data-part are lit by themselves)
//     destroy(),
//   }
//   lesson.changed()           after every change that values() or tables() would show
//   lesson.light(parts)        lights parts up here and in the formula; elements with data-part do so by themselves
//   lesson.ask({id, …})        asks the page; its answer comes as data.answer with the same id (lesson.py, `picture`)
//   lesson.still()             whether the reader prefers no motion

import { createCode } from "./lesson/code.js";
import { createFormula } from "./lesson/formula.js";
import { createGoal } from "./lesson/goal.js";
import { createStage } from "./lesson/stage.js";
import { createTeach } from "./lesson/teach.js";
import { createTrials } from "./lesson/trials.js";

const ROLES = {
  picture: createStage,
  formula: createFormula,
  trials: createTrials,
  code: createCode,
  goal: createGoal,
  teach: createTeach,
};
const mounted = new WeakMap();

export default function lesson({ data, parentElement, setTriggerValue }) {
  if (!data) return undefined;
  let entry = mounted.get(parentElement);
  if (entry && entry.lesson !== data.lesson) {
    entry.view.destroy();
    entry = null;
  }
  if (!entry) {
    entry = {
      lesson: data.lesson,
      view: ROLES[data.role](parentElement, data, (value) => entry.trigger("ask", value)),
    };
    mounted.set(parentElement, entry);
  }
  entry.trigger = setTriggerValue;
  entry.view.update(data);
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
      mounted.delete(parentElement);
      entry.view.destroy();
    });
}

// What the picture asks the page for, and when.

import { OWN, TESTS } from "./state.js";

/** Names a question, so that one that was refused is not asked again and again. */
export function keyOf({ want, test, positive }) {
  return `${want} ${test ?? positive ?? ""}`;
}

/** What the view needs: nothing where it is there; what is missing is asked for once. @returns whether it is there */
export function ask(picture) {
  const { state, asking, refusal } = picture;
  const ownNumbers = state.test === OWN;
  const patients = state.view === "values" && !ownNumbers;
  if (patients ? picture.patients : picture.cases[state.test]) {
    if (state.view === "curves" && !ownNumbers) askForOthers(picture);
    return true;
  }
  const question = patients
    ? { want: "patients" }
    : ownNumbers
      ? { want: "own", positive: picture.positive }
      : { want: "cases", test: state.test };
  if (!asking.waitsFor(question.want) && refusal?.key !== keyOf(question)) asking.ask(question);
  return false;
}

/** To compare with, once nothing else is asked. */
function askForOthers({ cases, asking, refusal }) {
  const missing = Object.keys(TESTS).find((name) => !cases[name]);
  const question = { want: "cases", test: missing };
  if (missing && asking.isIdle() && refusal?.key !== keyOf(question)) asking.ask(question);
}

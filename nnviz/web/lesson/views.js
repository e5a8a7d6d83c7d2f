// What pictures have in common that ask their page and show one of several views.

import { createAsking } from "./asking.js";

/** Answers are heard by `hear(picture, answer, question)`; where none comes in time, `show(picture)` draws what is then said. */
export function askingOf(picture, hear, show) {
  return createAsking(
    picture.lesson.ask,
    (answer, question) => hear(picture, answer, question),
    () => show(picture),
  );
}

/** One of `views` is shown, drawn from what is given; the others stay as they are, hidden. */
export function openView(views, name, ...given) {
  for (const [other, { node }] of Object.entries(views)) node.hidden = other !== name;
  views[name].update(...given);
}

/** The end of a picture: of its views, of what it waits for, and of what it drew. */
export function takeAway(root, { asking, recordings, views }) {
  for (const part of [asking, recordings, ...Object.values(views ?? {})]) part?.destroy?.();
  root.replaceChildren();
}

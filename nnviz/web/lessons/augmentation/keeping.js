// Which changes keep which label: shares of digits whose right answer stays, by a network that has learnt upright ones.

import { largest } from "./reader.js";
import { affine, DIALS, flipped } from "./transforms.js";

const dial = (name, value) => (image, n) => affine(image, n, n, DIALS[name].affine(value, n, n));

/** Change → what it is called, and what it makes of an image with n × n pixels. */
export const CHANGES = {
  mirror: { title: "Mirror", change: (image, n) => flipped(image, n, n, "horizontal") },
  upside: { title: "Upside down", change: (image, n) => flipped(image, n, n, "vertical") },
  half: { title: "Half turn", change: dial("angle", 180) },
  quarter: { title: "Quarter turn", change: dial("angle", 90) },
  little: { title: "Turn by 15°", change: dial("angle", 15) },
  move: { title: "Move by 1 pixel", change: dial("across", 0.125) },
  zoom: { title: "Shrink by a fifth", change: dial("zoom", 0.25) },
};

/**
 * @returns {change: [{kept: share, count, become: the class that most of the others are read as, share: of all, cases}]}, one
 *   for each class; of the digits that are read right as they are
 */
export function keeping(reader, images, labels, side, classes) {
  const rightly = Array.from(images.keys()).filter((i) => largest(reader.read(images[i])) === labels[i]);
  return Object.fromEntries(
    Object.entries(CHANGES).map(([name, { change }]) => {
      const rows = Array.from({ length: classes }, () => ({
        count: 0,
        answers: new Array(classes).fill(0),
        cases: [],
      }));
      for (const i of rightly) {
        const row = rows[labels[i]];
        const said = largest(reader.read(change(images[i], side)));
        row.count += 1;
        row.answers[said] += 1;
        if (row.cases.length < 3) row.cases.push({ i, said });
      }
      return [name, rows.map((row, own) => summary(row, own))];
    }),
  );
}

function summary({ count, answers, cases }, own) {
  const others = answers.map((answer, k) => (k === own ? -1 : answer));
  const become = largest(others);
  return { count, kept: answers[own] / (count || 1), become, share: others[become] / (count || 1), cases };
}

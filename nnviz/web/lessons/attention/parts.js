// The parts of the block in the order in which numbers go through them, each with its matrix, its size and what it does.

const rowsOf = (rows) => ({
  values: Float64Array.from(rows.flatMap((row) => Array.from(row))),
  rows: rows.length,
  cols: rows[0].length,
});
const flat = (values, cols) => ({ values, rows: values.length / cols, cols });

/** [{name, title, part, words, matrix {values, rows, cols}, signed}] of a pass; heads are told one after the other. */
export function partsOf(pass, head) {
  const { width, kinds } = pass;
  const own = pass.heads[head];
  const hidden = pass.inner1.length / pass.length;
  const told = (name, title, matrix, words, more = {}) => ({ name, title, matrix, words, signed: true, ...more });
  return [
    told(
      "x",
      "Letters + positions",
      flat(pass.x, width),
      "Each letter’s vector, plus the vector of its place: 16 numbers a place.",
      { part: "X" },
    ),
    told("query", "Queries", rowsOf(own.query), "What each place asks for: its 16 numbers times a matrix.", {
      part: "Q",
    }),
    told("key", "Keys", rowsOf(own.keys), "What each place offers: its 16 numbers times another matrix.", {
      part: "K",
    }),
    told("value", "Values", rowsOf(own.values), "What each place hands over when it is looked at.", { part: "V" }),
    told(
      "map",
      "Attention",
      rowsOf(own.rows.map(({ weights }) => weights)),
      "Every query against every key, divided by √8; softmax makes shares of each row.",
      { part: "A", signed: false },
    ),
    told("head", "Mixed", rowsOf(own.rows.map(({ mixed }) => mixed)), "The values, each counted by its share.", {
      part: "Z",
    }),
    told(
      "mixed",
      "Heads joined",
      flat(pass.mixed, width),
      "Both heads’ mixes beside each other, times a matrix: 16 numbers a place again.",
    ),
    told(
      "norm1",
      "Added, normalized",
      flat(pass.norm1, width),
      "What went around the heads is added, then each place’s numbers are brought to mean 0 and spread 1.",
    ),
    told(
      "inner1",
      "Dense, ReLU",
      flat(pass.inner1, hidden),
      "Each place alone through 32 units: here places do not see each other.",
      { signed: false },
    ),
    told("inner2", "Dense", flat(pass.inner2, width), "Back to 16 numbers a place."),
    told(
      "norm2",
      "Added, normalized",
      flat(pass.norm2, width),
      "Again what went around is added, and normalized. Then the next block could follow.",
    ),
    told("answers", "Answer", flat(pass.answers, kinds), "A probability for each of six letters, at each place.", {
      signed: false,
    }),
  ];
}

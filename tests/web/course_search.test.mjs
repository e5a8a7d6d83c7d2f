import assert from "node:assert/strict";
import { test } from "node:test";

import { excerpt, marked, search, tokens } from "../../nnviz/web/course/search.js";

const entry = (title, words = "", text = []) => ({ title, words, text });
const titles = (entries, query) => search(entries, query).map(({ entry: { title } }) => title);

test("every word of the query begins a word of the entry, whatever its case and accents", () => {
  const lesson = entry("Learning rate", "How big should a step be?", [["Try", "A naïve step overshoots."]]);
  for (const query of ["learn", "RATE", "big step", "naive over", "try", "rate step"]) {
    assert.deepEqual(titles([lesson], query), ["Learning rate"], query);
  }
  for (const query of ["earning", "rate kernel", "", "  ", "?!"]) assert.deepEqual(titles([lesson], query), [], query);
});

test("a title counts more than other names, and those more than the text; a title that is the query comes first", () => {
  const entries = [
    entry("Text", "", [["", "the loss"]]),
    entry("Names", "loss"),
    entry("Loss functions"),
    entry("Loss"),
  ];
  assert.deepEqual(titles(entries, "loss"), ["Loss", "Loss functions", "Names", "Text"]);
});

test("what is shown is the part that has most of the words", () => {
  const parts = [
    ["Intuition", "A kernel slides."],
    ["Try", "The kernel covers a patch."],
  ];
  const [result] = search([entry("Convolutions", "", parts)], "kernel patch");
  assert.deepEqual([result.heading, result.excerpt], ["Try", "The kernel covers a patch."]);
});

test("an excerpt is cut between words around its first hit", () => {
  const text = `${"before ".repeat(40)}needle ${"after ".repeat(40)}`.trim();
  const shown = excerpt(text, tokens("needle"));
  assert.match(shown, /^… (before )+needle (after )+…$/);
  assert.ok(shown.length < 130);
  assert.equal(excerpt("needle", ["needle"]), "needle");
  assert.equal(excerpt("hay", ["needle"]), "");
});

test("the pieces of a marked text are the text", () => {
  const pieces = marked("Größe, step <b>", tokens("grosse gro step"));
  assert.equal(pieces.map(([piece]) => piece).join(""), "Größe, step <b>");
  assert.deepEqual(
    pieces.filter(([, hit]) => hit).map(([piece]) => piece),
    ["Größe", "step"],
  );
});

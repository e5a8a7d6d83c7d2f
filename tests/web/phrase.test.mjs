import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = {
  createElement: (tag) => ({
    tag,
    attributes: {},
    children: [],
    setAttribute(name, value) {
      this.attributes[name] = value;
    },
    append(...children) {
      this.children.push(...children);
    },
  }),
};
const { phrase } = await import("../../nnviz/web/lesson/phrase.js");

test("marks become links, everything else stays text", () => {
  const [before, link, between, ...rest] = phrase(
    'A [weight](learn-glossary?term=weight&lesson=learn-neuron "How much.") <b>[x](y)',
  );
  assert.deepEqual([before, between, rest], ["A ", " <b>[x](y)", []]);
  assert.deepEqual(link.attributes, { href: "learn-glossary?term=weight&lesson=learn-neuron", title: "How much." });
  assert.deepEqual([link.tag, link.children], ["a", ["weight"]]);
  for (const text of ["", "plain", "[a](javascript:alert(1))", '[a](learn-glossary?term=x y "z")']) {
    assert.deepEqual(phrase(text), [text]);
  }
});

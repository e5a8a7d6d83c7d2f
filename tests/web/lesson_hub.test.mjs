import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { AGAIN, createAsking, PATIENCE, SOON } from "../../nnviz/web/lesson/asking.js";
import { tokens } from "../../nnviz/web/lesson/code.js";
import { createHub, hub, isLit, partsOf } from "../../nnviz/web/lesson/hub.js";

test("what one member says, all hear; a newcomer hears the latest values", () => {
  const made = createHub();
  const heard = [];
  const leave = made.join({ light: (parts) => heard.push(["a", parts]), changed: () => {} });
  made.join({ light: (parts) => heard.push(["b", parts]), set: (state, words) => heard.push(["set", state, words]) });
  made.light(["w1"]);
  made.set({ w1: 2 }, "look");
  leave();
  made.light([]);
  assert.deepEqual(heard, [
    ["a", ["w1"]],
    ["b", ["w1"]],
    ["set", { w1: 2 }, "look"],
    ["b", []],
  ]);
  made.changed({ z: "1" });
  made.changed({ z: "2" }, { z: 2 });
  let told = null;
  made.join({
    changed: (values, measures) => {
      told = [values, measures];
    },
  });
  assert.deepEqual(told, [{ z: "2" }, { z: 2 }]);
});

test("one hub for each lesson", () => {
  assert.equal(hub("neuron"), hub("neuron"));
  assert.notEqual(hub("neuron"), hub("convolutions"));
});

test("parts light up by name", () => {
  assert.deepEqual(partsOf({ dataset: { part: "w1 x1" } }), ["w1", "x1"]);
  assert.deepEqual(partsOf(null), []);
  assert.ok(isLit(["w1", "x1"], ["x1"]));
  assert.ok(!isLit(["w1"], ["w", "1"]));
});

test("Python in colours is the same Python", () => {
  const code = 'import keras\n\nx = f"{1:.3f}"  # → 1.000, not "one"\nfor i in range(1_000): print(i, \'#\')\n';
  const found = tokens(code);
  assert.equal(found.map(([, text]) => text).join(""), code);
  const of = (kind) => found.filter(([name]) => name === kind).map(([, text]) => text);
  assert.deepEqual(of("keyword"), ["import", "for", "in"]);
  assert.deepEqual(of("string"), ['f"{1:.3f}"', "'#'"]);
  assert.deepEqual(of("comment"), ['# → 1.000, not "one"']);
  assert.deepEqual(of("number"), ["1_000"]);
});

test("one question at a time, the last of those that wait is asked next", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const [sent, heard] = [[], []];
  const asking = createAsking(
    (question) => sent.push(question),
    (answer, { want }) => heard.push([want, answer.value]),
  );
  for (const want of ["a", "b", "c"]) asking.ask({ want });
  assert.deepEqual(
    sent.map(({ want }) => want),
    ["a"],
  );
  asking.heard({ id: "somebody else's", value: 0 });
  asking.heard({ id: sent[0].id, value: 1 });
  assert.deepEqual(
    sent.map(({ want }) => want),
    ["a", "c"],
  );
  assert.deepEqual(heard, [["a", 1]]);
  assert.ok(asking.waitsFor("c"));
  asking.destroy();
  mock.timers.reset();
});

test("a question that nobody answers ends with a sentence, and the next one is asked", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const [sent, heard] = [[], []];
  let late = 0;
  const asking = createAsking(
    (question) => sent.push(question),
    (answer) => heard.push(answer),
    () => {
      late += 1;
    },
  );
  asking.ask({ want: "flow" });
  asking.ask({ want: "race" });
  mock.timers.tick(PATIENCE);
  assert.match(asking.refusal("flow"), /stopped waiting/);
  assert.equal(asking.waitsFor("flow"), false);
  assert.deepEqual([...new Set(sent.map(({ want }) => want))], ["flow", "race"]);
  assert.equal(late, 1);
  asking.heard({ id: sent[1].id });
  mock.timers.tick(10 * PATIENCE);
  assert.equal(heard.length, 2);
  mock.timers.reset();
});

test("a question that no run of the page has answered is sent again, the same one, until it is", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const [sent, heard] = [[], []];
  const asking = createAsking(
    (question) => sent.push(question.id),
    (answer) => heard.push(answer.value),
  );
  asking.ask({ want: "table" });
  mock.timers.tick(AGAIN - 1);
  assert.equal(sent.length, 1);
  mock.timers.tick(1);
  mock.timers.tick(2 * AGAIN - 1);
  assert.deepEqual(sent, [sent[0], sent[0]]);
  asking.heard({ id: sent[0], value: 1 });
  asking.heard({ id: sent[0], value: 2 }); // the other run answers as well
  mock.timers.tick(8 * AGAIN);
  assert.deepEqual([sent.length, heard], [2, [1]]);
  asking.destroy();
  mock.timers.reset();
});

test("a question that waits is asked after one that the answer before it leads to", () => {
  const sent = [];
  const asking = createAsking(
    (question) => sent.push(question),
    (_, { want }) => want === "first" && asking.ask({ want: "follows" }),
  );
  asking.ask({ want: "first" });
  asking.ask({ want: "waits" });
  assert.ok(!asking.isIdle());
  for (let k = 0; k < 3; k++) asking.heard({ id: sent[k].id });
  assert.deepEqual(
    sent.map(({ want }) => want),
    ["first", "follows", "waits"],
  );
  assert.ok(asking.isIdle());
  asking.destroy();
});

test("a picture that asks for what it lacks whenever it is drawn does not ask for ever for what is refused", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  const asking = createAsking(
    (question) => sent.push(question),
    () => asking.ask({ want: "digits" }),
  );
  const refuse = () => asking.heard({ id: sent.at(-1).id, error: "No worker is free." });
  asking.ask({ want: "digits" });
  for (let draws = 0; draws < 5; draws++) {
    refuse();
    asking.ask({ want: "digits" });
  }
  assert.equal(sent.length, 1);
  assert.equal(asking.refusal("digits"), "No worker is free.");
  asking.ask({ want: "digits", index: 2 }); // another question may be
  assert.equal(sent.length, 2);
  refuse();
  mock.timers.tick(SOON);
  asking.ask({ want: "digits" }); // and the same one, by somebody who tries again
  assert.equal(sent.length, 3);
  asking.destroy();
  mock.timers.reset();
});

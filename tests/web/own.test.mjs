import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, blankPad, clear, extend, resumed, told, undo } from "../../nnviz/web/base/ink.js";
import { createOutbox, done } from "../../nnviz/web/collect/outbox.js";

test("a stroke is taken back whole, and so is a clearing", () => {
  const pad = blankPad();
  assert.ok(begin(pad, "ink", 0.1, 0.2));
  assert.ok(extend(pad, 0.3, 1.4));
  assert.ok(!extend(pad, 0.3, 1.0), "the pen did not move inside the pad");
  assert.ok(begin(pad, "#123456", 0.5, 0.5));
  const both = [
    ["ink", [0.1, 0.2, 0.3, 1]],
    ["#123456", [0.5, 0.5]],
  ];
  assert.deepEqual(told(pad), both);
  assert.ok(clear(pad));
  assert.ok(!clear(pad));
  assert.deepEqual(told(pad), []);
  assert.ok(undo(pad));
  assert.deepEqual(told(resumed(told(pad))), both);
  assert.ok(undo(pad));
  assert.deepEqual(told(pad), both.slice(0, 1));
  assert.ok(undo(pad));
  assert.ok(!undo(pad));
});

test("parcels go one at a time, in order, and again until they arrive", () => {
  const [sent, timers] = [[], []];
  const box = createOutbox(
    "m",
    (parcel) => sent.push(parcel),
    (again) => timers.push(again),
    () => timers.pop(),
  );
  for (let k = 0; k < 14; k++) box.put({ do: "add", id: k });
  assert.deepEqual(
    sent.map(({ deeds }) => deeds.map(({ id }) => id)),
    [[0]],
  );
  timers.at(-1)();
  assert.equal(sent.length, 2);
  assert.equal(sent[1].number, 1);
  box.arrived({ mount: "other", number: 1 });
  assert.equal(sent.length, 2);
  box.arrived({ mount: "m", number: 1 });
  assert.deepEqual(
    sent[2].deeds.map(({ id }) => id),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
  box.arrived({ mount: "m", number: 2 });
  assert.ok(!box.isEmpty);
  box.arrived({ mount: "m", number: 3 });
  assert.ok(box.isEmpty);
});

test("deeds change the classes as the page will", () => {
  let classes = [{ id: "a", name: "A", pictures: ["p"], removed: false }];
  for (const deed of [
    { do: "class", class: "b", name: "B" },
    { do: "name", class: "b", name: "Bee" },
    { do: "add", class: "b", id: "q" },
    { do: "drop", id: "p" },
    { do: "remove", class: "a" },
    { do: "want", ids: [] },
  ])
    classes = done(classes, deed);
  assert.deepEqual(classes, [
    { id: "a", name: "A", pictures: [], removed: true },
    { id: "b", name: "Bee", pictures: ["q"], removed: false },
  ]);
  assert.ok(!done(classes, { do: "restore", class: "a" })[0].removed);
});

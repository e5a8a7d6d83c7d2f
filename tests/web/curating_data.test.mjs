import assert from "node:assert/strict";
import test from "node:test";
import { keep, kept } from "../../nnviz/web/lessons/curating_data/drawings.js";
import { photoPixels } from "../../nnviz/web/lessons/curating_data/photo.js";
import {
  addDrawing,
  addPhoto,
  beginning,
  collectionOf,
  ownThings,
  relabel,
  remove,
  setState,
} from "../../nnviz/web/lessons/curating_data/state.js";

const STROKES = [[1, [0.2, 0.2, 0.5, 0.8]]];
const store = (text = null) => ({
  getItem: () => text,
  setItem: (_, given) => {
    text = given;
  },
});
const drawn = () => {
  const state = { ...beginning(), ...ownThings(), whose: "mine" };
  const mask = Uint8Array.from({ length: 400 }, (_, i) => Number(i % 20 > 8 && i % 20 < 12));
  for (const label of [0, 1, 2]) addDrawing(state, STROKES, label, 0.11);
  addPhoto(state, { side: 20, mask }, 1);
  return state;
};

test("drawings and photographs come back after a reload as they were", () => {
  const [state, browser] = [drawn(), store()];
  const before = collectionOf(state, null);
  keep(state, browser);
  const again = { ...beginning(), ...ownThings(), whose: "mine", ...kept(browser) };
  assert.deepEqual(collectionOf(again, null), before);
  assert.deepEqual(again.mine[3].photo, state.mine[3].photo);
  assert.deepEqual(photoPixels(again.mine[3].photo, true), photoPixels(state.mine[3].photo, true));
  addDrawing(again, STROKES, 0, 0.11);
  assert.equal(new Set(again.mine.map(({ id }) => id)).size, 5);
});

test("a browser that keeps nothing, has no room or holds something else costs no drawing and no error", () => {
  const full = {
    setItem: () => {
      throw new Error("quota exceeded");
    },
    getItem: () => {
      throw new Error("forbidden");
    },
  };
  keep(drawn(), full);
  for (const browser of [full, store(), store("{"), store("[]"), store('{"mine": 3}')])
    assert.deepEqual(kept(browser), {});
});

test("a drawing that was taken out or called something else stays so when an experiment begins", () => {
  const state = drawn();
  remove(state, ["m1"]);
  relabel(state, "m2", 2);
  setState(state, { whose: "mine" });
  const collection = collectionOf(state, null);
  assert.deepEqual(
    collection.map(({ id, label }) => [id, label]),
    [
      ["m2", 2],
      ["m3", 2],
      ["m4", 1],
    ],
  );
});

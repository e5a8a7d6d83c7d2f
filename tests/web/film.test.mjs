import assert from "node:assert/strict";
import { test } from "node:test";

import { createFilm } from "../../nnviz/web/train/film.js";

const settled = () => new Promise((done) => setTimeout(done));

/** A film whose server gives `answers` one after another, and what was asked and told. */
function filmFrom(...answers) {
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return { status: answer ? 200 : 404, json: async () => ({ frames: answer }) };
  };
  const told = [];
  const film = createFilm(() => told.push(film.frames()));
  return { film, asked, told };
}

test("a film is fetched once, however often the page runs", async () => {
  const { film, asked, told } = filmFrom([{ index: 0 }]);
  film.follow("/nnviz/film/x?of=a");
  assert.equal(film.frames(), null);
  assert.match(film.note(), /loading/);
  film.follow("/nnviz/film/x?of=a");
  await settled();
  film.follow("/nnviz/film/x?of=a");
  assert.deepEqual([asked.length, film.frames(), film.note()], [1, [{ index: 0 }], ""]);
  assert.deepEqual(told, [[{ index: 0 }]]);
});

test("another address is another film, and a late answer to the first is not taken for it", async () => {
  const { film, asked } = filmFrom([{ index: 1 }], [{ index: 2 }]);
  film.follow("/film/x?of=a");
  film.follow("/film/x?of=b");
  await settled();
  assert.deepEqual(film.frames(), [{ index: 2 }]);
  film.follow(null);
  assert.deepEqual([film.frames(), film.note(), asked.length], [null, "", 2]);
});

test("a film that does not come is a sentence, and is asked for again when the reader wants it", async () => {
  const { film, asked } = filmFrom(null, new Error("offline"), [{ index: 3 }]);
  film.follow("/film/x?of=a");
  film.again();
  assert.equal(asked.length, 1, "it is on its way");
  await settled();
  assert.match(film.note(), /could not be loaded/);
  film.again();
  await settled();
  assert.match(film.note(), /could not be loaded/);
  film.again();
  await settled();
  assert.deepEqual([film.frames(), film.note(), asked.length], [[{ index: 3 }], "", 3]);
});

test("only the page's own server is asked", async () => {
  const { film, asked } = filmFrom();
  film.follow("https://elsewhere/film");
  await settled();
  assert.deepEqual([asked.length, film.note()], [0, ""]);
});

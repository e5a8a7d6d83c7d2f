import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonOf, whyNoCamera } from "../../nnviz/web/base/camera.js";

if (typeof navigator === "undefined") globalThis.navigator = {};

test("what keeps a camera away is said, with a way on", () => {
  assert.match(whyNoCamera(), /neither https nor this computer's own. Choose files instead/);
  for (const [name, words] of [
    ["NotAllowedError", /not allowed/],
    ["NotFoundError", /No camera was found/],
    ["NotReadableError", /Another program/],
    ["AnythingElse", /did not start/],
  ])
    assert.match(reasonOf(Object.assign(new Error("x"), { name })), new RegExp(`${words.source}.*choose files`));
  assert.match(reasonOf(undefined), /did not start/);
});

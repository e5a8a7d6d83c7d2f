// What is on the screen of one moment of training, and the moments between two of them.

import { unpackOr } from "../base/unpack.js";

const PARTS = ["links", "biases", "maps"];

/** A frame with its packed arrays unpacked: {index, epoch, links, biases, maps, output, samples, wrong, missed, picked}. */
export function decodeFrame(frame) {
  const decoded = { index: frame.index, epoch: frame.epoch };
  for (const part of PARTS) decoded[part] = (frame[part] ?? []).map(unpackOr);
  decoded.output = unpackOr(frame.output);
  decoded.samples = unpackOr(frame.samples);
  decoded.wrong = frame.wrong ?? null;
  decoded.missed = frame.missed ?? null;
  decoded.picked = {};
  for (const [choice, { at, said }] of Object.entries(frame.picked ?? {}))
    decoded.picked[choice] = { at, said: unpackOr(said) };
  return decoded;
}

/** The frame a share `t` of the way from one to another; at 1, or where shapes differ, the second itself. */
export function between(from, to, t) {
  if (!from || t >= 1) return to;
  const frame = { ...to };
  for (const part of PARTS) frame[part] = to[part].map((target, i) => mixed(from[part][i], target, t));
  frame.output = mixed(from.output, to.output, t);
  frame.samples = mixed(from.samples, to.samples, t);
  return frame;
}

function mixed(from, to, t) {
  if (!from || !to || from.values.length !== to.values.length) return to;
  const values = new Float32Array(to.values.length);
  for (let i = 0; i < values.length; i++) {
    const value = from.values[i] + t * (to.values[i] - from.values[i]);
    values[i] = Number.isNaN(value) ? to.values[i] : value;
  }
  return { shape: to.shape, values };
}

const SLOW = 40;
const REST = 12;

/**
 * Plays from what is shown to what is new: show(frame) then calls `draw` until it is reached. On a machine that takes
 * longer than `SLOW` milliseconds for a picture it jumps instead, and tries again after `REST` frames.
 */
export function createTween(draw, { milliseconds = 180, still = () => false } = {}) {
  let [shown, target, from, started, last, request, rest] = [null, null, null, 0, 0, 0, 0];

  function step(now) {
    if (last && now - last > SLOW) rest = REST;
    last = now;
    const t = rest ? 1 : Math.min((now - started) / milliseconds, 1);
    shown = between(from, target, t * (2 - t));
    request = t < 1 ? requestAnimationFrame(step) : 0;
    draw(shown);
  }

  function show(frame) {
    target = frame;
    cancelAnimationFrame(request);
    request = 0;
    if (rest) rest -= 1;
    if (!shown || !frame || rest || still()) {
      shown = frame;
      draw(shown);
      return;
    }
    from = shown;
    started = performance.now();
    last = 0;
    request = requestAnimationFrame(step);
  }

  return { show, shown: () => shown, destroy: () => cancelAnimationFrame(request) };
}

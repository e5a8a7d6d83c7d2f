// Which colour a network's line has: along one scale where the networks have an order, else one each. On a plane the first
// colours stand for its classes, so that lines begin after them.

import { css, ramp } from "../base/colors.js";

const FROM = 0.35; // of the sequential scale: paler lines could not be seen

export function lineColours(theme, count, { ordered = false, taken = 0 } = {}) {
  if (ordered) {
    const table = ramp(theme.sequential);
    const at = (i) => FROM + ((1 - FROM) * i) / Math.max(1, count - 1);
    return Array.from({ length: count }, (_, i) => css(table[Math.round(at(i) * 255)]));
  }
  return Array.from({ length: count }, (_, i) => theme.classes[(i + taken) % theme.classes.length]);
}

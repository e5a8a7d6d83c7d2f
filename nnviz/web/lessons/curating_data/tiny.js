// Small images of ink on a canvas, in the theme's colours.

import { css, mix, pick, ramp, rgb } from "../../base/colors.js";
import { element, setAttributes } from "../../base/dom.js";
import { INK, SIDE } from "./pixels.js";

/** An image that is named where it is painted, or else by what it stands in. */
export const tiny = () => element("canvas", { class: "cu-tiny", "aria-hidden": "true", width: SIDE, height: SIDE });

/** Paints an image: ink from the background to the text's colour; signed values on the diverging scale. */
export function paint(canvas, pixels, theme, { words, signed = false } = {}) {
  const context = canvas.getContext("2d");
  const [ground, ink] = [theme.background, theme.text].map(rgb);
  const table = signed ? ramp(theme.diverging) : null;
  for (let i = 0; i < SIDE * SIDE; i++) {
    const colour = table
      ? pick(table, pixels?.[i] ?? 0, -INK / 2, INK / 2, rgb(theme.nan))
      : mix(ground, ink, Math.min((pixels?.[i] ?? 0) / INK, 1));
    context.fillStyle = css(colour);
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
  }
  if (words) setAttributes(canvas, { role: "img", "aria-label": words, "aria-hidden": null });
}

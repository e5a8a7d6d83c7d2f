// Pixels of an image as they are: grey or red, green and blue; its padding in hatched background, since it is no part of it.

import { mix, pixel, rgb } from "../../base/colors.js";
import { clamp } from "../../base/scales.js";

export function imagePainter(padded, image, theme) {
  const [light, dark] = [rgb(theme.surface), mix(rgb(theme.surface), rgb(theme.muted), 0.28)].map(pixel);
  const { cols, channels, top, left } = padded;
  return (values, index) => {
    const [row, col] = [Math.floor(index / cols), index % cols];
    if (row < top || col < left || row >= top + image.rows || col >= left + image.cols)
      return (row + col) % 2 ? light : dark;
    const levels =
      channels === 1
        ? [values[index], values[index], values[index]]
        : [values[3 * index], values[3 * index + 1], values[3 * index + 2]];
    return pixel(levels.map((level) => 255 * clamp(level, 0, 1)));
  };
}

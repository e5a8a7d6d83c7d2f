// Where the names of the balls stand: beside their own, off every other ball and name, inside the map. Pure functions.

const [GAP, TALL, BALL] = [12, 16, 9]; // from a ball's middle to its name; a name's height; a ball with its outline
const ROWS = [0, ...Array.from({ length: 10 }, (_, i) => [TALL * (i + 1), -TALL * (i + 1)]).flat()];
const FAR = 20; // a name further up or down than this is joined to its ball by a line

/**
 * @param balls [{name, x, y, width}]: middles in pixels, and how wide each name is written
 * @param map {width, height}
 * @param last Map name → where it stood in the picture before: kept where it is still free, so that names do not jump
 * @returns Map name → {side: 1 right of the ball or -1 left, by: pixels below it, left, top, right, bottom, line}
 */
export function placeNames(balls, map, last = new Map()) {
  const placed = new Map();
  for (const ball of balls) {
    const before = last.get(ball.name);
    const places = [...(before ? [before] : []), ...ROWS.flatMap((by) => [1, -1].map((side) => ({ side, by })))];
    const boxes = places.map((place) => boxOf(ball, place));
    const free =
      boxes.find((box) => inside(box, map) && isFree(box, balls, placed)) ?? boxes.find((box) => inside(box, map));
    placed.set(ball.name, free ?? boxes[0]);
  }
  return placed;
}

function boxOf({ x, y, width }, { side, by }) {
  const left = side > 0 ? x + GAP : x - GAP - width;
  const top = y + by - TALL / 2;
  return { side, by, left, top, right: left + width, bottom: top + TALL, line: Math.abs(by) > FAR };
}

function inside({ left, top, right, bottom }, { width, height }) {
  return left >= 2 && top >= 2 && right <= width - 2 && bottom <= height - 2;
}

function isFree(box, balls, placed) {
  const onBall = ({ x, y }) => overlap(box, { left: x - BALL, top: y - BALL, right: x + BALL, bottom: y + BALL });
  return !balls.some(onBall) && ![...placed.values()].some((other) => overlap(box, other));
}

export function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

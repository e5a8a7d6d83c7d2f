// Dragging with a pointer, and the same with the arrow keys.

/**
 * Makes `node` draggable: `to(x, y)` in pixels from the corner of `frame` while it is dragged; `by(dx, dy)` in steps for
 * the arrow keys (10 with shift; up is +1).
 */
export function draggable(node, frame, { to, by, start, end }) {
  let dragged = false;
  node.style.touchAction = "none";
  const at = (event) => {
    const box = frame.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  node.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    node.setPointerCapture(event.pointerId);
    dragged = true;
    node.focus?.({ preventScroll: true });
    start?.(...at(event));
    event.preventDefault();
  });
  node.addEventListener("pointermove", (event) => dragged && to(...at(event)));
  for (const name of ["pointerup", "pointercancel"]) {
    node.addEventListener(name, () => {
      if (dragged) end?.();
      dragged = false;
    });
  }
  if (by) node.addEventListener("keydown", (event) => arrow(event, by));
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function arrow(event, by) {
  if (!ARROWS[event.key]) return;
  event.preventDefault();
  const size = event.shiftKey ? 10 : 1;
  by(...ARROWS[event.key].map((step) => step * size));
}

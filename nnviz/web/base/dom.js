// The few helpers that every view needs to build and patch its elements.

const SVG = "http://www.w3.org/2000/svg";

/** element("button", {class: "x", onclick: f, hidden: true}, child, "text") */
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets the text of a node, touching the page only when it differs. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets attributes, touching the page only where they differ; null removes. */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  }
}

/** Makes `parent` hold exactly `count` children made by `make(index)`; keeps those that are there. */
export function keepCount(parent, count, make) {
  while (parent.children.length > count) parent.lastElementChild.remove();
  while (parent.children.length < count) parent.append(make(parent.children.length));
  return [...parent.children];
}

/** Sizes a canvas to CSS pixels times the screen's density; returns its context, scaled to CSS pixels. */
export function fitCanvas(canvas, width, height) {
  const density = Math.min(window.devicePixelRatio || 1, 3);
  const [w, h] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== w || canvas.height !== h) {
    Object.assign(canvas, { width: w, height: h });
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(density, 0, 0, density, 0, 0);
  return context;
}

/** Calls `then(width)` now and whenever the width of `node` changes; returns the function that stops it. */
export function watchWidth(node, then) {
  let last = -1;
  const look = () => {
    const width = Math.floor(node.clientWidth);
    if (width <= 0 || width === last) return;
    last = width;
    then(width);
  };
  const observer = new ResizeObserver(look);
  observer.observe(node);
  look();
  return () => observer.disconnect();
}

/**
 * A view that is drawn anew at each update and at each width: `view.width` is the width of `node`, `view[field]` what the last
 * update gave; `draw(view)` draws it, after `arrange(width)` where the width is another one.
 * @returns {update(given), destroy()}
 */
export function sized(root, view, draw, { node = root, field = "shown", arrange } = {}) {
  const stop = watchWidth(node, (width) => {
    view.width = width;
    arrange?.(width);
    draw(view);
  });
  return {
    update: (given) => {
      view[field] = given;
      draw(view);
    },
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

export function prefersStill() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// A nerve cell, drawn so that its parts stand above those of the artificial neuron: synapses over weights, body over sum.

import { element, setAttributes, svg, watchWidth } from "../../base/dom.js";

const HEIGHT = 156;

/** @returns {update({weights, inputs, rate}), destroy()}: rate in [0, 1] is how often it fires; `still` for no motion. */
export function createCell(root, still) {
  const picture = svg("svg", {
    class: "nc-cell",
    role: "img",
    "aria-label": "A nerve cell: dendrites at the left, cell body, axon to the right",
  });
  root.append(element("div", {}, picture));
  const view = { rate: 0, weights: [1, 1], inputs: [0, 0], spikes: [], due: 0, frame: 0, last: 0, seen: true };

  function tick(time) {
    view.frame = requestAnimationFrame(tick);
    const passed = Math.min(time - view.last, 60) / 1000;
    view.last = time;
    if (view.train && view.seen) fire(view, passed);
  }

  const watch = new IntersectionObserver(([entry]) => {
    view.seen = entry.isIntersecting;
  });
  watch.observe(picture);
  const stopWatching = watchWidth(root, (width) => {
    view.spikes = [];
    arrange(picture, view, width);
    draw(view);
  });
  if (!still()) view.frame = requestAnimationFrame(tick);
  return {
    update: (next) => {
      Object.assign(view, next);
      draw(view);
    },
    destroy: () => {
      cancelAnimationFrame(view.frame);
      watch.disconnect();
      stopWatching();
      root.replaceChildren();
    },
  };
}

/** Draws the cell anew for this width; what changes later is kept in `view`. */
function arrange(picture, view, width) {
  const soma = [0.555 * width, 80];
  const synapses = [
    [0.27 * width, 40],
    [0.27 * width, 122],
  ];
  view.axon = [soma[0] + 34, width * 0.93, 80];
  view.boutons = synapses.map(([x, y], i) =>
    svg("circle", { cx: x - 9, cy: y, "data-part": `w${i + 1}`, class: "nc-bouton" }),
  );
  view.fibres = synapses.map(([x, y], i) => {
    const d = `M0 ${y + (i ? 10 : -10)}C${x * 0.4} ${y + (i ? 12 : -12)} ${x * 0.6} ${y} ${x - 10} ${y}`;
    return svg("path", { d, class: "nc-fibre", "data-part": `x${i + 1}` });
  });
  view.train = svg("g", { class: "nc-spikes" });
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  picture.replaceChildren(
    ...view.fibres,
    ...synapses.flatMap(([x, y], i) => dendrite(x, y, soma, i)),
    ...sprouts(soma),
    ...axon(view.axon, width),
    body(soma),
    ...view.boutons,
    view.train,
    ...labels(width, synapses, soma, view.axon),
  );
}

function draw({ boutons, fibres, weights, inputs }) {
  boutons?.forEach((node, i) => {
    setAttributes(node, { r: (4 + 3.2 * Math.sqrt(Math.abs(weights[i]))).toFixed(2) });
    node.classList.toggle("nc-inhibits", weights[i] < 0);
  });
  fibres?.forEach((node, i) => node.style.setProperty("opacity", inputs[i] > 0 ? 1 : 0.45));
}

/** Spikes run along the axon, the more often the larger the output. `passed`: seconds since the last time. */
function fire(view, passed) {
  view.due += passed * 7 * view.rate;
  if (view.due >= 1) {
    view.due = 0;
    view.spikes.push({ at: 0, node: view.train.appendChild(svg("circle", { r: 4.5, cy: view.axon[2] })) });
  }
  for (const spike of view.spikes) {
    spike.at += passed * 0.9;
    spike.node.setAttribute("cx", (view.axon[0] + spike.at * (view.axon[1] - view.axon[0])).toFixed(1));
  }
  while (view.spikes.length && view.spikes[0].at > 1) view.spikes.shift().node.remove();
}

function dendrite(x, y, [sx, sy], i) {
  const lean = i ? 1 : -1;
  const trunk = `M${sx - 20} ${sy + lean * 12}C${sx - 60} ${sy + lean * 20} ${(x + sx) / 2} ${y} ${x + 2} ${y}`;
  const twig = `M${(x + sx) / 2} ${(y + sy + lean * 24) / 2}q-22 ${lean * 6} -34 ${lean * 30}`;
  const spine = `M${x + 30} ${y + lean * 2}q-10 ${-lean * 14} -26 ${-lean * 17}`;
  return [
    svg("path", { d: twig, class: "nc-twig" }),
    svg("path", { d: spine, class: "nc-twig" }),
    svg("path", { d: trunk, class: "nc-dendrite", "data-part": `w${i + 1}` }),
  ];
}

/** Dendrites that lead elsewhere: a real cell has thousands of synapses. */
function sprouts([x, y]) {
  return [
    `M${x - 8} ${y - 24}q-6 -26 -26 -38`,
    `M${x - 18} ${y - 44}q10 -12 8 -24`,
    `M${x - 8} ${y + 24}q-4 22 -22 38`,
    `M${x + 12} ${y + 24}q4 20 16 30`,
    `M${x + 10} ${y - 24}q6 -18 20 -26`,
    `M${x - 30} ${y}q-30 4 -52 -2`,
  ].map((d) => svg("path", { d, class: "nc-twig nc-far" }));
}

function body([x, y]) {
  const blob =
    `M${x - 32} ${y - 6}C${x - 32} ${y - 30} ${x - 6} ${y - 34} ${x + 10} ${y - 28}C${x + 30} ${y - 20} ${x + 30} ${y - 8} ${x + 46} ${y}` +
    `C${x + 30} ${y + 8} ${x + 28} ${y + 22} ${x + 8} ${y + 29}C${x - 14} ${y + 34} ${x - 32} ${y + 22} ${x - 32} ${y - 6}Z`;
  return svg(
    "g",
    { "data-part": "z", class: "nc-body" },
    svg("path", { d: blob }),
    svg("circle", { cx: x - 2, cy: y, r: 10, class: "nc-nucleus" }),
  );
}

function axon([x0, x1, y], width) {
  const sheaths = width < 480 ? 3 : 4;
  const room = (x1 - x0 - 56) / sheaths;
  const ends = [-22, 0, 22].map((dy) =>
    svg("path", { d: `M${x1 - 6} ${y}q${width * 0.02} ${dy * 0.2} ${width * 0.055} ${dy}`, class: "nc-axon" }),
  );
  return [
    svg(
      "g",
      { "data-part": "a" },
      svg("path", { d: `M${x0} ${y}H${x1 - 4}`, class: "nc-axon" }),
      ...Array.from({ length: sheaths }, (_, i) =>
        svg("rect", { x: x0 + 28 + i * room, y: y - 8, width: room - 7, height: 16, rx: 8, class: "nc-sheath" }),
      ),
      ...ends,
      ...[-22, 0, 22].map((dy) =>
        svg("circle", { cx: x1 - 6 + width * 0.055, cy: y + dy, r: 4, class: "nc-terminal" }),
      ),
    ),
    svg("circle", { cx: x0 + 10, cy: y, r: 11, class: "nc-hillock", "data-part": "f" }),
  ];
}

function labels(width, synapses, soma, axonAt) {
  const words = [
    ["synapse", synapses[0][0] - 10, synapses[0][1] - 16, "w1"],
    ["dendrite", (synapses[1][0] + soma[0]) / 2 - 26, 150, "w2"],
    ["cell body", soma[0] + 6, 148, "z"],
    ["axon", (axonAt[0] + axonAt[1]) / 2, 62, "a"],
  ];
  const wide = [
    ["axons of other cells", 2, 12, "x1", "start"],
    ["axon hillock", soma[0] + 62, 116, "f"],
  ];
  return [...words, ...(width > 480 ? wide : [])].map(([text, x, y, part, anchor = "middle"]) =>
    svg("text", { x, y, "text-anchor": anchor, "data-part": part, class: "nc-label" }, text),
  );
}

// Where one is: all layers in a strip, and the way that was gone from number to number.

import { element } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { placeWords } from "./layout.js";

/** on.layer(path), on.back(k). @returns {node, update({layers, number, sources, trail})} */
export function createTrail(on) {
  const strip = element("div", { class: "nu-strip", role: "group", "aria-label": "Layers" });
  const path = element("nav", { class: "nu-path", "aria-label": "The way here" });
  const node = element("div", { class: "nu-where" }, strip, path);
  const update = ({ layers, number, sources, trail }) => {
    const belongs = (title, layer) =>
      title === layer || title.startsWith(`${layer} (`) || title.startsWith(`${layer} [`);
    strip.replaceChildren(
      ...layers.map(({ path: layer, kind }) =>
        element(
          "button",
          {
            type: "button",
            title: `${layer}, ${kind}`,
            "aria-current": belongs(number.title, layer) ? "true" : null,
            "data-source": sources.some((title) => belongs(title, layer)) ? "" : null,
            onclick: () => on.layer(layer),
          },
          layer,
        ),
      ),
    );
    const current = strip.querySelector("[aria-current]");
    if (current) strip.scrollLeft = current.offsetLeft - strip.clientWidth / 2;
    path.replaceChildren(...trail.flatMap((stop, k) => crumb(stop, k, k === trail.length - 1, on)));
  };
  return { node, update };
}

function crumb({ title, index, value }, k, last, on) {
  const words = `${title}${index.length ? ` · ${placeWords(index)}` : ""} = ${short(value)}`;
  const own = last ? element("b", {}, words) : element("button", { type: "button", onclick: () => on.back(k) }, words);
  return k ? [element("span", { "aria-hidden": "true" }, "›"), own] : [own];
}

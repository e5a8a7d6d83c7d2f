// Where a lesson's picture stands: loads its module, and gives it light, experiments and a table of its numbers.

import { element, prefersStill, setText } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { hub, lightOnHover, markLit } from "./hub.js";
import { preload, preloadLater } from "./preload.js";

export function createStage(host, first, ask) {
  preload(first.modules);
  const joined = hub(first.lesson);
  const { root, sheet, note, place, twin } = createParts(first.lesson);
  host.append(root);
  const now = { data: first, picture: null, seen: first.set?.count ?? 0, pending: 0, dead: false };
  const lesson = { changed, ask, light: (parts) => joined.light(parts), still: prefersStill };

  const leave = joined.join({
    light: (parts) => {
      markLit(place, parts);
      now.picture?.light?.(parts);
    },
    set: (state, words) => {
      now.picture?.set(state);
      note.hidden = !words;
      setText(note, words);
      root.scrollIntoView({ block: "start", behavior: prefersStill() ? "auto" : "smooth" });
    },
  });
  lightOnHover(place, lesson.light);
  twin.addEventListener("toggle", fillTwin);
  load();

  async function load() {
    const [module] = await Promise.all([import(`../lessons/${first.lesson}/picture.js`), loaded(sheet)]);
    if (now.dead) return;
    now.picture = module.createPicture(place, lesson);
    now.picture.update(now.data);
    if (now.seen) now.picture.set(now.data.set.state);
    root.dataset.ready = "";
    changed();
    preloadLater(first.then);
  }

  /** At most once a frame, whatever the picture says. */
  function changed() {
    if (now.pending) return;
    now.pending = requestAnimationFrame(() => {
      now.pending = 0;
      if (now.dead || !now.picture) return;
      joined.changed(now.picture.values(), now.picture.measures?.());
      fillTwin();
    });
  }

  function fillTwin() {
    if (twin.open && now.picture) twin.lastChild.replaceChildren(...now.picture.tables().map(table));
  }

  function update(data) {
    dress(root, data.theme);
    now.data = data;
    if (!now.picture) return;
    now.picture.update(data);
    if (data.set && data.set.count !== now.seen) {
      now.seen = data.set.count;
      joined.set(data.set.state, "");
    }
    changed();
  }

  function destroy() {
    now.dead = true;
    cancelAnimationFrame(now.pending);
    leave();
    now.picture?.destroy();
    root.remove();
  }

  return { update, destroy };
}

/** The lesson's own stylesheet, what an experiment says, the picture's place, and the table of its numbers. */
function createParts(name) {
  const href = new URL(`../lessons/${name}/picture.css`, import.meta.url).href;
  const sheet = element("link", { rel: "stylesheet", href });
  const note = element("p", { class: "nl-see", role: "status", hidden: true });
  const place = element("div", { class: "nl-picture" });
  const words = "The picture as numbers";
  const body = element("div", { tabindex: "0", role: "group", "aria-label": words });
  const twin = element("details", { class: "nl-twin" }, element("summary", {}, words), body);
  const root = element("div", { class: "nv-root nl-root" }, sheet, note, place, twin);
  return { root, sheet, note, place, twin };
}

/** When the stylesheet has arrived, or will not. */
function loaded(sheet) {
  return new Promise((done) => {
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", done);
  });
}

function table({ caption, head, rows }) {
  const header = element("tr", {}, ...head.map((words) => element("th", { scope: "col" }, words)));
  const body = rows.map(([first, ...others]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, String(first)),
      ...others.map((value) => element("td", {}, String(value))),
    ),
  );
  return element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, header),
    element("tbody", {}, ...body),
  );
}

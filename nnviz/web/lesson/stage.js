// Where a lesson's picture stands: loads its module, and gives it light, experiments and a table of its numbers.

import { element, prefersStill, setText } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { preload, preloadLater } from "../base/preload.js";
import { controlsOf, hideControls } from "./hiding.js";
import { hub, lightOnHover, markLit } from "./hub.js";
import { phrase } from "./phrase.js";
import { begin } from "./preset.js";
import { revealed } from "./revealed.js";

export function createStage(host, first, ask) {
  preload(first.modules);
  const joined = hub(first.lesson);
  const { root, sheet, note, problem, place, twin } = createParts(first.lesson);
  host.append(root);
  const now = { data: first, picture: null, seen: first.set?.count ?? 0, pending: 0, dead: false };
  const lesson = { changed, ask, light: (parts) => joined.light(parts), still: prefersStill };

  const leave = joined.join(memberOf(now, { root, note, place }));
  lightOnHover(place, lesson.light);
  twin.addEventListener("toggle", fillTwin);
  load();

  async function load() {
    const [module] = await Promise.all([import(`../lessons/${first.lesson}/picture.js`), loaded(sheet)]);
    if (now.dead) return;
    const create = () => {
      place.replaceChildren();
      const picture = module.createPicture(place, lesson);
      picture.update(now.data);
      return picture;
    };
    const { picture, refusal } = begin(create, first.preset ?? {});
    now.picture = picture;
    setText(problem, refusal);
    now.show = hideControls(place, first.preset?.controls ?? []);
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
      joined.set(data.set.state);
    }
    changed();
  }

  function destroy() {
    now.dead = true;
    cancelAnimationFrame(now.pending);
    leave();
    now.show?.();
    now.picture?.destroy();
    root.remove();
  }

  return { update, destroy };
}

/** The picture as a member of the hub. */
function memberOf(now, { root, note, place }) {
  return {
    light: (parts) => {
      markLit(place, parts);
      now.picture?.light?.(parts);
    },
    state: () => now.picture?.state?.(),
    controls: () => controlsOf(place),
    set: (state, trial) => {
      now.picture?.set(state);
      note.hidden = !trial;
      note.replaceChildren(...(trial ? taskOf(trial) : []));
      root.scrollIntoView({ block: "start", behavior: prefersStill() ? "auto" : "smooth" });
    },
  };
}

/** What is to be done in an experiment; what one should see is told when one asks for it. */
function taskOf({ title, what, told }) {
  const heading = element("b", {}, /[.?!]$/.test(title) ? `${title} ` : `${title}. `);
  return [element("p", {}, heading, ...phrase(what)), ...revealed(phrase(told))];
}

/** The lesson's own stylesheet, what an experiment says, the picture's place, and the table of its numbers. */
function createParts(name) {
  const href = new URL(`../lessons/${name}/picture.css`, import.meta.url).href;
  const sheet = element("link", { rel: "stylesheet", href });
  const note = element("div", { class: "nl-task", role: "status", hidden: true });
  const problem = element("p", { class: "nl-problem", role: "status" });
  const place = element("div", { class: "nl-picture" });
  const words = "The picture as numbers";
  const body = element("div", { tabindex: "0", role: "group", "aria-label": words });
  const twin = element("details", { class: "nl-twin" }, element("summary", {}, words), body);
  const root = element("div", { class: "nv-root nl-root" }, sheet, problem, note, place, twin);
  return { root, sheet, note, problem, place, twin };
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

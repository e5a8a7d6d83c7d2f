// Streamlit's side of the training view: mounted once, called again with new data at every rerun, fed in between.

import { createExampleImages } from "./train/example_images.js";
import { createFilm } from "./train/film.js";
import { createFeed, later } from "./train/live_feed.js";
import { createSoFar } from "./train/so_far.js";
import { createUntrained } from "./train/untrained.js";
import { createTrainingView, LIVE } from "./train/view.js";

const EFFECTS_PAUSE = 700;
const mounted = new WeakMap();

export default function training({ data, parentElement, setTriggerValue }) {
  let entry = mounted.get(parentElement);
  if (!entry) {
    entry = create(parentElement);
    mounted.set(parentElement, entry);
  }
  entry.trigger = setTriggerValue;
  if (data) entry.take(data);
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected || mounted.get(parentElement) !== entry) return;
      mounted.delete(parentElement);
      entry.destroy();
    });
}

/** A view with its feed and its film. A state that the page does not know of yet is told to it once: it redraws its buttons. */
function create(host) {
  const entry = { data: null, news: null, told: "", effects: null, wanted: false };
  const film = createFilm(() => show());
  const soFar = createSoFar(() => show());
  const untrained = createUntrained(() => show());
  const pictures = createExampleImages(() => show());
  const view = createTrainingView(host, {
    select: (at) => entry.trigger("select", at),
    open: (at) => entry.trigger("example", at),
    edit: (change) => entry.trigger("edit", change),
    again: film.again,
    asks: (wanted) => {
      entry.wanted = wanted;
      effects.follow(wanted ? (entry.data.effects ?? null) : null);
    },
  });
  const effects = createFeed(
    (content) => {
      entry.effects = content;
      if (!LIVE.has(entry.data.state)) effects.stop();
      show();
    },
    { pause: EFFECTS_PAUSE },
  );
  const show = () => {
    const newest = later(entry.data, entry.news, LIVE);
    if (LIVE.has(entry.data.state)) soFar.take(newest.frame);
    const shown = begun(newest, untrained);
    const frames = film.frames() ?? soFar.frames();
    view.update({
      ...shown,
      film: frames,
      filmNote: frames ? "" : film.note(),
      images: pictures.images(),
      effects: entry.effects,
    });
    if (shown.state === entry.data.state || shown.state === entry.told) return;
    entry.told = shown.state;
    entry.trigger("state", shown.state);
  };
  const feed = createFeed((news) => {
    entry.news = news;
    show();
  });
  entry.take = (data) => {
    if (data.state !== entry.data?.state) entry.told = "";
    if (data.subject !== entry.data?.subject) Object.assign(entry, { news: null, effects: null });
    const ended = LIVE.has(entry.data?.state) && !LIVE.has(data.state);
    entry.data = data;
    if (ended) effects.follow(null);
    if (entry.wanted && (ended || !entry.effects || LIVE.has(data.state))) effects.follow(data.effects ?? null);
    film.follow(data.film ?? null);
    if (LIVE.has(data.state) || data.subject !== soFar.run()) soFar.follow(data.past ? data.subject : null, data.past);
    untrained.follow(data.untrained ?? null);
    pictures.follow(data.pictures ?? null);
    show();
    feed.follow(LIVE.has(data.state) ? (data.feed ?? null) : null);
  };
  entry.destroy = () => {
    feed.stop();
    effects.stop();
    film.follow(null);
    soFar.follow(null);
    untrained.follow(null);
    pictures.follow(null);
    view.destroy();
  };
  return entry;
}

/** What has no frame of its own yet shows the untrained network that it begins with; until that has come, or where it
 * cannot be drawn, the last one, marked as stale. */
export function begun(shown, untrained) {
  if (shown.frame || (!shown.untrained && shown.state !== "untrained")) return shown;
  const picture = untrained.picture();
  const words = [untrained.note(), shown.message];
  const message = (shown.state === "untrained" ? words : words.reverse()).find(Boolean) ?? "";
  if (!picture) return { ...shown, message };
  const { address, ...content } = picture;
  return { ...shown, ...content, message, subject: address, stale: address !== shown.untrained };
}

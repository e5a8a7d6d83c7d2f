// What the browser keeps of the reader's way through the course, for where the server does not know the reader again.
// Both tell each other what they know; of a lesson the farther stage counts.

const KEY = "nnviz-course";
const STAGES = ["new", "opened", "answered"];
const told = new WeakMap();

export default function kept({ data, parentElement, setTriggerValue }) {
  if (!data) return;
  const stored = data.forgotten ? {} : read(); // what this session did since, the server knows
  const farther = (name) => STAGES.indexOf(stored[name]) > STAGES.indexOf(data.stages[name]);
  const news = Object.keys(data.stages).filter(farther);
  localStorage.setItem(KEY, JSON.stringify({ ...stored, ...data.stages, ...pick(stored, news) }));
  const words = JSON.stringify(pick(stored, news));
  if (!news.length || told.get(parentElement) === words) return;
  told.set(parentElement, words);
  setTriggerValue("stages", pick(stored, news));
}

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY));
    return stored && typeof stored === "object" && !Array.isArray(stored) ? stored : {};
  } catch {
    return {};
  }
}

function pick(stored, names) {
  return Object.fromEntries(names.map((name) => [name, stored[name]]));
}

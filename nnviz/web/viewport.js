// Tells the page what the reader's screen is: narrow or wide, light or dark; only where the page believes otherwise, and once
// until it has heard. What it then draws, every figure and every browser module, has the new theme's colours.

const screen = matchMedia("(max-width: 640px)");
const system = matchMedia("(prefers-color-scheme: dark)");
const SETTLED = [0, 100, 500]; // milliseconds until Streamlit has followed the system's theme
const mounted = new WeakMap();

export default function viewport({ data, parentElement, setTriggerValue }) {
  const entry = mounted.get(parentElement) ?? { screen: null, theme: null };
  mounted.set(parentElement, entry);
  const tell = (name, believed, is) => {
    if (is === believed) entry[name] = null;
    else if (is !== entry[name]) {
      entry[name] = is;
      setTriggerValue(name, is);
    }
  };
  const look = () => {
    tell("screen", data.narrow ? "narrow" : "wide", screen.matches ? "narrow" : "wide");
    tell("theme", data.dark ? "dark" : "light", worn() ?? (data.dark ? "dark" : "light"));
  };
  let timers = [];
  const later = () => {
    timers = SETTLED.map((delay) => setTimeout(look, delay));
  };
  look();
  screen.addEventListener("change", look);
  system.addEventListener("change", later);
  return () => {
    screen.removeEventListener("change", look);
    system.removeEventListener("change", later);
    for (const timer of timers) clearTimeout(timer);
  };
}

/** The theme that Streamlit wears, by its background: people may have chosen another one than the system's. */
function worn() {
  const app = document.querySelector(".stApp");
  const channels = app && getComputedStyle(app).backgroundColor.match(/[\d.]+/g);
  if (!channels || channels.length < 3) return null;
  const [red, green, blue] = channels.map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
}

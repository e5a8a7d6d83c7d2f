// Tells the page whether the reader's screen is narrow: only where the page believes otherwise, and once until it has heard.

const screen = matchMedia("(max-width: 640px)");
const mounted = new WeakMap();

export default function viewport({ data, parentElement, setTriggerValue }) {
  const entry = mounted.get(parentElement) ?? { told: null };
  mounted.set(parentElement, entry);
  const tell = () => {
    const narrow = screen.matches;
    if (narrow === data.narrow) entry.told = null;
    else if (narrow !== entry.told) {
      entry.told = narrow;
      setTriggerValue("screen", narrow ? "narrow" : "wide");
    }
  };
  tell();
  screen.addEventListener("change", tell);
  return () => screen.removeEventListener("change", tell);
}

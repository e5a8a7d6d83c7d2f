// Fetches modules all at once which would otherwise be found one after another, each in the one that imports it.

const asked = new Set();

/** Starts fetching modules of lessons, named by their paths in nnviz/web; each once. */
export function preload(names = []) {
  for (const name of names) {
    if (asked.has(name)) continue;
    asked.add(name);
    document.head.append(
      Object.assign(document.createElement("link"), {
        rel: "modulepreload",
        href: new URL(`../../nnviz.lesson/${name}`, import.meta.url).href, // each component has addresses of its own
      }),
    );
  }
}

/** The same, once the browser has nothing better to do. */
export function preloadLater(names) {
  (window.requestIdleCallback ?? ((then) => setTimeout(then, 1000)))(() => preload(names));
}

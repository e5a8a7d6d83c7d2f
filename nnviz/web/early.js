// Runs before anything of a page is drawn: which theme was chosen here, and one entry of the browser's history for a page.

// Streamlit keeps a choice of theme for each address by itself; this one holds on every page.
const theme = localStorage.getItem("nnviz-theme");
if (theme) localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(theme));

// Whoever has seen the tour, or declined it, is not offered it again.
if (localStorage.getItem("nnviz-tour") === "done") document.documentElement.classList.add("nn-toured");

// What a page writes into its own address replaces what stood there: Back leads to the page before, at one press.
const push = history.pushState.bind(history);
history.pushState = (state, title, address) => {
  const to = new URL(address ?? location.href, location.href);
  if (to.pathname === location.pathname) history.replaceState(state, title, address);
  else push(state, title, address);
};

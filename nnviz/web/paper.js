// On paper a picture is as it stands on the screen, made small enough for the width of a page.

const PAPER = 680; // CSS pixels: A4 without its margins

window.addEventListener("beforeprint", () => {
  const width = document.querySelector(
    '[data-testid="stMainBlockContainer"] [data-testid="stVerticalBlock"]',
  )?.clientWidth;
  document.documentElement.style.setProperty("--nn-on-paper", Math.min(1, PAPER / (width || PAPER)).toFixed(3));
});

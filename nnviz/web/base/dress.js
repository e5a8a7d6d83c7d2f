// The theme's colours as CSS variables: --nv-accent, --nv-positive, --nv-class-0, …

export function dress(root, theme) {
  for (const [name, value] of Object.entries(theme)) {
    if (typeof value === "string") root.style.setProperty(`--nv-${name}`, value);
  }
  theme.classes.forEach((colour, i) => root.style.setProperty(`--nv-class-${i}`, colour));
  root.style.setProperty("--nv-diverging", `linear-gradient(to right, ${theme.diverging.join(", ")})`);
  root.style.setProperty("--nv-sequential", `linear-gradient(to right, ${theme.sequential.join(", ")})`);
  root.style.colorScheme = theme.dark ? "dark" : "light";
}

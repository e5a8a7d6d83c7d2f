"""How a report looks, on a screen and on paper; always light, since it is printed."""

from nnviz.plots import theme

_COLOURS = {name: colour for name, colour in theme.tokens(False).items() if isinstance(colour, str)}
_SHEET = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: $background; color: $text; font: 16px/1.5 $font; font-variant-numeric: tabular-nums; }
main { max-width: 780px; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.6rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 0.6rem; padding-top: 0.8rem; border-top: 1px solid $grid; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.4rem; overflow-wrap: anywhere; }
p { margin: 0.4rem 0 0.8rem; overflow-wrap: anywhere; }
p.note, figcaption { color: $muted; font-size: 0.9rem; }
p.verdict { font-size: 1.1rem; font-weight: 600; }
nav ol { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; margin: 0.8rem 0 0; padding: 0; list-style: none; }
a { color: $accent; }
dl { display: flex; flex-wrap: wrap; gap: 0.6rem 2.2rem; margin: 0.6rem 0 1rem; }
dl div { max-width: 100%; }
dt { color: $muted; font-size: 0.85rem; }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 0.6rem 0 1rem; }
table { border-collapse: collapse; font-size: 0.92rem; }
th, td { padding: 0.28rem 0.8rem 0.28rem 0; text-align: left; border-bottom: 1px solid $grid; vertical-align: top;
  overflow-wrap: anywhere; }
th { color: $muted; font-weight: 500; }
.number { text-align: right; white-space: nowrap; padding-left: 0.8rem; }
figure { margin: 0.8rem 0 1.2rem; overflow-x: auto; }
pre { background: $surface; padding: 0.9rem 1rem; border-radius: 6px; font-size: 0.82rem; line-height: 1.45;
  white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; color: $accent; margin: 0.4rem 0; }
@page { size: A4; margin: 16mm 15mm; }
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { break-after: avoid; border-top: 0; }
  h2.sheet { break-before: page; }
  h3 { break-after: avoid; }
  figure, tr, dl { break-inside: avoid; }
  dl, h3 + p, summary { break-after: avoid; }
  figure + p { break-before: avoid; }
  .wide, figure { overflow: visible; }
  pre { border: 1px solid $grid; background: none; }
  details::details-content { content-visibility: visible; }
}
"""


def _filled() -> str:
    sheet = _SHEET
    for name in sorted(_COLOURS, key=len, reverse=True):
        sheet = sheet.replace(f"${name}", _COLOURS[name])
    return sheet


STYLE = _filled()

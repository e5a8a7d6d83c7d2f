"""The pieces of a report: all text goes through `escaping.html`, figures are plain data. No framework."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from nnviz import escaping, words
from nnviz.plots import pictures
from nnviz.reports.style import STYLE

_WIDE = 660
"""Pixels that a figure is wide at most: a sheet of paper."""
_MOST_FIGURE = 1_500_000
"""Characters of one figure; a larger one is left out, and said to be."""
_DRAW = """
for (const place of document.querySelectorAll(".plot")) {
  const { figure, form } = JSON.parse(place.nextElementSibling.textContent);
  const width = Math.min(figure.layout.width || form.widest, form.widest, place.parentElement.clientWidth);
  const layout = { ...figure.layout, width };
  if (form.shape) layout.height = Math.round(form.shape[2] + form.shape[0] * (width - form.shape[1]));
  Plotly.newPlot(place, figure.data, layout, { displayModeBar: false });
}
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => (one.open = true)));
"""


@dataclass
class Page:
    """A report that grows: pieces of HTML, the first figure brings the drawing code with it.

    Attributes:
        title: of the whole.
    """

    title: str
    pieces: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    figures: int = 0

    def heading(self, text: str, new_sheet: bool = False) -> None:
        """A part of the report; on paper it may begin a new sheet."""
        place = len(self.contents)
        self.contents.append(text)
        sheet = " class='sheet'" if new_sheet else ""
        self.pieces.append(f"<h2 id='part-{place}'{sheet}>{escaping.html(text)}</h2>")

    def subheading(self, text: str) -> None:
        self.pieces.append(f"<h3>{escaping.html(text)}</h3>")

    def text(self, text: str, kind: str = "") -> None:
        """A paragraph; `kind` is "note" for what is said more quietly, "verdict" for what is said aloud."""
        self.pieces.append(f"<p{f' class={chr(39)}{kind}{chr(39)}' if kind else ''}>{escaping.html(text)}</p>")

    def facts(self, values: dict[str, object]) -> None:
        """Names and what they are."""
        rows = "".join(
            f"<div><dt>{escaping.html(name)}</dt><dd>{escaping.html(value)}</dd></div>"
            for name, value in values.items()
        )
        self.pieces.append(f"<dl>{rows}</dl>")

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[object]], shades: Sequence[Sequence[str]] = ()
    ) -> None:
        """A table, columns of numbers to the right; `shades` are the cells' backgrounds as CSS colours of ours."""
        right = [bool(rows) and all(_is_number(row[k]) for row in rows) for k in range(len(head))]
        kinds = [" class='number'" if own else "" for own in right]
        cells = [
            "".join(f"<td{kinds[k]}{_shade(shades, i, k)}>{_shown(value)}</td>" for k, value in enumerate(row))
            for i, row in enumerate(rows)
        ]
        pairs = zip(head, kinds, strict=True)
        top = "".join(f"<th scope='col'{kind}>{escaping.html(name)}</th>" for name, kind in pairs)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        self.pieces.append(f"<div class='wide'><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>")

    def code(self, text: str, title: str = "") -> None:
        """Lines as they are; folded away below `title` where there is one, unfolded on paper."""
        lines = "\n".join(_line(line) for line in text.expandtabs(4).split("\n"))
        block = f"<pre><code>{lines}</code></pre>"
        self.pieces.append(f"<details><summary>{escaping.html(title)}</summary>{block}</details>" if title else block)

    def figure(self, figure: go.Figure, caption: str = "", widest: int = _WIDE) -> None:
        """A figure that is drawn where the page is opened, at most `widest` pixels wide; a caption below it."""
        form = json.dumps({"widest": widest, "shape": pictures.shape(figure)})
        told = _in_script(f'{{"figure":{figure.to_json()},"form":{form}}}')
        if len(told) > _MOST_FIGURE:
            self.text(f"A figure of {words.memory(len(told))} is too large for this page. {caption}", "note")
            return
        self.figures += 1
        below = f"<figcaption>{escaping.html(caption)}</figcaption>" if caption else ""
        self.pieces.append(
            f"<figure><div class='plot'></div><script type='application/json'>{told}</script>{below}</figure>"
        )

    def written(self) -> str:
        """The whole page as one file that needs no other and asks nobody for anything."""
        nonce = secrets.token_hex(12)
        policy = (
            f"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; img-src data: blob:; "
            "font-src data:"
        )
        scripts = ""
        if self.figures:
            scripts = f"<script nonce='{nonce}'>{get_plotlyjs()}</script><script nonce='{nonce}'>{_DRAW}</script>"
        links = "".join(f"<li><a href='#part-{k}'>{escaping.html(own)}</a></li>" for k, own in enumerate(self.contents))
        return (
            "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            "<meta name='viewport' content='width=device-width, initial-scale=1'>"
            f"<title>{escaping.html(self.title)}</title><style>{STYLE}</style></head><body><main>"
            f"<h1>{escaping.html(self.title)}</h1><nav><ol>{links}</ol></nav>{''.join(self.pieces)}"
            f"<noscript><p class='note'>The figures are drawn by a script in this file.</p></noscript>"
            f"</main>{scripts}</body></html>"
        )


def _in_script(text: str) -> str:
    """JSON that no browser takes for the end of its script."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _line(line: str) -> str:
    """A line of code with its indent, which escaping would take away."""
    return " " * (len(line) - len(line.lstrip(" "))) + escaping.html(line) if line.strip() else ""


def _is_number(value: object) -> bool:
    """Whether it is one, or a share in per cent."""
    if isinstance(value, str):
        return value.endswith(" %") and value[:1].isdigit()
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return escaping.html(words.plain(value))
    return escaping.html(f"{value:,}" if isinstance(value, int) else value)


def _shade(shades: Sequence[Sequence[str]], i: int, k: int) -> str:
    own = shades[i][k] if i < len(shades) else ""
    return f" style='background:{own}'" if own else ""

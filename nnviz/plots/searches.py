"""Pictures of a search: the best so far against chance, all settings side by side, and which of them matter."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping, words
from nnviz.plots import theme

HEIGHT = 400


def best_so_far(
    scores: np.ndarray,
    best: np.ndarray,
    names: Sequence[str],
    title: str,
    share: bool,
    chance: np.ndarray | None = None,
    dark: bool = False,
) -> go.Figure:
    """The score of every trial (n,), the best so far (n,), and what chance would have by then.

    Args:
        chance: (3, n) the expected best of as many random trials, and where nine of ten lie between; or None.
        share: whether the score is a share from 0 to 1, to be read as per cent.
    """
    figure, colour, form = go.Figure(), theme.tokens(dark), form_of(share)
    n = np.arange(1, len(scores) + 1)
    if chance is not None:
        band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
        figure.add_scatter(x=n, y=chance[1], **band)
        figure.add_scatter(x=n, y=chance[2], fill="tonexty", fillcolor=theme.with_alpha(colour["muted"], 0.16), **band)
        figure.add_scatter(
            x=n,
            y=chance[0],
            mode="lines",
            name="Random search by now (estimated)",
            line={"color": colour["muted"], "width": 1.6, "dash": "dash"},
            hovertemplate=f"chance, %{{x}} trials: %{{y:{form}}}<extra></extra>",
        )
    figure.add_scatter(
        x=n,
        y=best,
        mode="lines",
        name="Best so far",
        line={"color": colour["accent"], "width": 2.4, "shape": "hv"},
        hovertemplate=f"best of %{{x}}: %{{y:{form}}}<extra></extra>",
    )
    figure.add_scatter(
        x=n,
        y=scores,
        mode="markers",
        name="Each trial",
        marker={"color": colour["accent"], "size": 7, "opacity": 0.55},
        text=[escaping.figure(name) for name in names],
        hovertemplate=f"%{{text}}: %{{y:{form}}}<extra></extra>",
    )
    figure.update_xaxes(title_text="Trials ended", dtick=max(1, len(scores) // 8), range=[0.5, len(scores) + 0.5])
    figure.update_yaxes(title_text=title, tickformat=ticks_of(share))
    figure.update_layout(legend=_ABOVE)
    return theme.apply(figure, dark, HEIGHT)


def parallel(axes: Sequence, scores: np.ndarray, title: str, share: bool, dark: bool = False) -> go.Figure:
    """A line for every trial (n,) across an axis for each setting and one for the score."""
    colour = theme.tokens(dark)
    dimensions = []
    for axis in axes:
        own = {"label": escaping.figure(axis.title), "values": on_scale(axis, axis.values)}
        scale = scale_of(axis)
        own |= {name: scale[name] for name in ("tickvals", "ticktext") if name in scale}
        dimensions.append(own)
    dimensions.append({"label": title, "values": scores, "tickformat": ticks_of(share)})
    figure = go.Figure(
        go.Parcoords(
            dimensions=dimensions,
            line={"color": scores, "colorscale": _visible(dark)},
            labelfont={"color": colour["text"], "size": 12},
            tickfont={"color": colour["muted"], "size": 11},
            rangefont={"color": colour["muted"], "size": 1},
        )
    )
    theme.apply(figure, dark, HEIGHT)
    return figure.update_layout(margin={"l": 70, "r": 60, "t": 60, "b": 24})


def importance(shares: dict[str, float], titles: dict[str, str], dark: bool = False) -> go.Figure:
    """Bars of the share of the score's variance that each setting explains, the largest on top."""
    colour, names = theme.tokens(dark), sorted(shares, key=shares.get)
    figure = go.Figure(
        go.Bar(
            x=[shares[name] for name in names],
            y=[escaping.figure(titles[name]) for name in names],
            orientation="h",
            marker_color=colour["accent"],
            text=[words.percent(shares[name]) for name in names],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.1%}<extra></extra>",
        )
    )
    figure.update_xaxes(title_text="Share of the differences between trials", tickformat=".0%", range=[0, 1.08])
    return theme.apply(figure, dark, 120 + 36 * len(names)).update_yaxes(tickfont_color=colour["text"], showgrid=False)


_ABOVE = {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"}


def form_of(share: bool) -> str:
    """How a number is written under the pointer."""
    return ".1%" if share else ".4g"


def ticks_of(share: bool) -> str | None:
    """How an axis of scores is written."""
    return ".0%" if share else None


def on_scale(axis, values: np.ndarray) -> np.ndarray:
    """Values as they are drawn: powers of ten of a range in them."""
    return np.log10(values) if axis.log and not axis.choices else values


def scale_of(axis) -> dict:
    """Where an axis has its ticks: at its choices, or at round numbers of a range in powers of ten."""
    if axis.choices:
        return {"tickvals": list(range(len(axis.choices))), "ticktext": [escaping.figure(one) for one in axis.choices]}
    if not axis.log:
        return {}
    powers = range(int(np.floor(np.log10(axis.low))), int(np.ceil(np.log10(axis.high))) + 1)
    digits = (1,) if np.log10(axis.high / axis.low) > 2 else (1, 2, 5)
    ticks = [digit * 10.0**power for power in powers for digit in digits]
    ticks = [one for one in ticks if axis.low * 0.999 <= one <= axis.high * 1.001]
    return {"tickvals": np.log10(ticks).tolist(), "ticktext": [words.setting(one) for one in ticks]}


def _visible(dark: bool) -> list[list]:
    """The sequential scale without its end that is the page's own colour."""
    scale = theme.sequential(dark)
    kept = scale[len(scale) // 4 :]
    return [[place / (len(kept) - 1), colour] for place, (_, colour) in enumerate(kept)]

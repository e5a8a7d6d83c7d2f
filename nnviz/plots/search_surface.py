"""The score of a search over two of its settings: contours, or a relief to be turned; the trials are points on it."""

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import theme
from nnviz.plots.searches import HEIGHT, form_of, on_scale, scale_of, ticks_of

_CAMERA = {"eye": {"x": 1.15, "y": -1.15, "z": 0.75}, "center": {"x": 0, "y": 0, "z": -0.12}}


def contours(surface, points, share: bool, dark: bool = False) -> go.Figure:
    """The score from above.

    Args:
        surface: x (columns,), y (rows,), z (rows, columns) and its two axes (title, choices, log).
        points: (x (n,), y (n,), score (n,), names) of the trials.
        share: whether the score is a share from 0 to 1, to be read as per cent.
    """
    figure, colour, form = go.Figure(), theme.tokens(dark), form_of(share)
    x, y, scores, texts, own = _placed(surface, points, dark)
    axes = (surface.across, surface.up)
    smooth = not any(axis.choices for axis in axes)
    edge = {"width": 0.6, "color": theme.with_alpha(colour["text"], 0.35)}
    lines = {"ncontours": 14, "line": edge, "zmin": own["cmin"], "zmax": own["cmax"]} if smooth else {}
    across, up = on_scale(surface.across, surface.x), on_scale(surface.up, surface.y)
    (figure.add_contour if smooth else figure.add_heatmap)(
        x=across,
        y=up,
        z=surface.z,
        colorscale=own["colorscale"],
        colorbar={"tickformat": ticks_of(share), "thickness": 12},
        hovertemplate=f"%{{z:{form}}}<extra></extra>",
        **lines,
    )
    figure.add_scatter(
        x=x,
        y=y,
        text=texts,
        customdata=scores,
        mode="markers",
        showlegend=False,
        marker={**own, "color": scores, "size": 9, "line": {"color": colour["text"], "width": 1.2}},
        hovertemplate=f"%{{text}}: %{{customdata:{form}}}<extra></extra>",
    )
    figure.update_xaxes(title_text=escaping.figure(surface.across.title), showgrid=False, **scale_of(surface.across))
    figure.update_yaxes(title_text=escaping.figure(surface.up.title), showgrid=False, **scale_of(surface.up))
    return theme.apply(figure, dark, HEIGHT)


def relief(surface, points, title: str, share: bool, dark: bool = False) -> go.Figure:
    """The same as a landscape, `title` the name of its height; other arguments as for `contours`."""
    figure, colour, form = go.Figure(), theme.tokens(dark), form_of(share)
    x, y, scores, texts, own = _placed(surface, points, dark)
    figure.add_surface(
        x=on_scale(surface.across, surface.x),
        y=on_scale(surface.up, surface.y),
        z=surface.z,
        colorbar={"tickformat": ticks_of(share), "thickness": 12},
        opacity=0.92,
        hovertemplate=f"%{{z:{form}}}<extra></extra>",
        **own,
    )
    figure.add_scatter3d(
        x=x,
        y=y,
        z=scores,
        text=texts,
        mode="markers",
        showlegend=False,
        marker={**own, "color": scores, "size": 5, "line": {"color": colour["text"], "width": 1}},
        hovertemplate=f"%{{text}}: %{{z:{form}}}<extra></extra>",
    )
    plain = {"gridcolor": colour["grid"], "color": colour["muted"], "showbackground": False, "zeroline": False}
    scene = {
        name: plain | {"title": {"text": escaping.figure(axis.title), "font": {"size": 12}}} | scale_of(axis)
        for name, axis in (("xaxis", surface.across), ("yaxis", surface.up))
    }
    scene["zaxis"] = plain | {"title": {"text": title, "font": {"size": 12}}, "tickformat": ticks_of(share)}
    theme.apply(figure, dark, HEIGHT + 100)
    scene |= {"camera": _CAMERA, "aspectratio": {"x": 1, "y": 1, "z": 0.6}}
    return figure.update_layout(scene=scene, margin={"l": 0, "r": 0, "t": 0, "b": 0})


def _placed(surface, points, dark: bool):
    """The trials where they lie, what they are called, and one colour scale for them and the surface."""
    x, y, scores, names = points
    x, y, scores = (np.asarray(own, float) for own in (x, y, scores))
    both = np.concatenate([surface.z.ravel(), scores])
    own = {"colorscale": theme.sequential(dark), "cmin": float(both.min()), "cmax": float(both.max())}
    texts = [escaping.figure(name) for name in names]
    return on_scale(surface.across, x), on_scale(surface.up, y), scores, texts, own

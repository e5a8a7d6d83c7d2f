"""Small views that several pages share: figures that can be taken away, rows of numbers, tables."""

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Literal
from zlib import crc32

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnviz import escaping, words
from nnviz.data.schema import Schema
from nnviz.plots import pictures
from nnviz.plots.data import feature_matrix
from nnviz.views.glossed import glossed
from pages.shared import frame
from pages.shared.figures import tables
from pages.shared.session import widgets
from pages.shared.session.record import record


def figure(
    make: Callable[[], go.Figure],
    name: str,
    key: str,
    table: Callable[[], pd.DataFrame] | None = None,
    clicked: Callable[[list], None] | None = None,
    bare: bool = False,
) -> None:
    """A figure with its way out: the camera in its corner saves a picture, the links below it a page or its numbers.

    Args:
        make: makes the figure; called when it is not among this session's last ones.
        name: what files are called, unique on the page.
        key: tells figures of that name apart: whatever changes the figure is part of it.
        table: makes the numbers behind it, once somebody asks for them.
        clicked: is told what the points that were clicked carry as `customdata`.
        bare: whether it is a control, which nobody takes away.
    """
    fig = record().figures.get_or_make((name, key, frame.dark(), frame.narrow()), make)
    with _place(fig, name) as height:
        st.plotly_chart(
            fig,
            theme=None,
            height=height,
            key=f"figure-{name}",
            on_select="ignore" if clicked is None else lambda: _heard(f"figure-{name}", clicked),
            selection_mode="points",
            config={
                "displaylogo": False,
                **({"displayModeBar": False} if bare else {}),
                "toImageButtonOptions": {"format": "svg", "filename": f"nnviz-{escaping.file_name(name)}"},
                "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
            },
        )
    if not bare:
        take_away(lambda: fig, name, table, fig.layout.width or "stretch")


def _heard(key: str, clicked: Callable[[list], None]) -> None:
    """Tells of a click on points, not of letting go of them."""
    points = widgets.value(key, {}).get("selection", {}).get("points", [])
    carried = [point["customdata"] for point in points if point.get("customdata") is not None]
    if carried:
        clicked(carried)


def take_away(
    make: Callable[[], go.Figure],
    name: str,
    table: Callable[[], pd.DataFrame] | None = None,
    width: int | str = "stretch",
) -> None:
    """The links under a picture: a page with its figure, and its numbers; each made once somebody asks for it."""
    file = f"nnviz-{escaping.file_name(name)}"
    with st.container(horizontal=True, horizontal_alignment="right", gap="small", width=width):
        st.download_button(
            "HTML",
            lambda: make().to_html(include_plotlyjs=True),
            f"{file}.html",
            "text/html",
            icon=":material/download:",
            type="tertiary",
            key=f"html-{name}",
            on_click="ignore",
        )
        if table is not None:
            st.download_button(
                "CSV",
                lambda: csv(table()),
                f"{file}.csv",
                "text/csv",
                icon=":material/download:",
                type="tertiary",
                key=f"csv-{name}",
                on_click="ignore",
            )


def take_away_table(table: Callable[[], pd.DataFrame], name: str) -> None:
    """The link under a table that is not a figure: its numbers, made once somebody asks for them."""
    st.download_button(
        "CSV",
        lambda: csv(table()),
        f"nnviz-{escaping.file_name(name)}.csv",
        "text/csv",
        icon=":material/download:",
        type="tertiary",
        key=f"csv-{name}",
        on_click="ignore",
    )


@contextmanager
def _place(fig: go.Figure, name: str):
    """Where a figure stands, and the height to draw it with: one with a shape of its own follows the width that there
    is."""
    shape = pictures.shape(fig)
    if shape is None:
        yield "content"
        return
    ratio, beside, above = shape
    place = f"picture-{crc32(name.encode()):08x}"
    st.html(
        f"<style>.st-key-{place} {{ position: relative; flex: none; max-width: {fig.layout.width}px; }}"
        f" .st-key-{place}::before "
        f"{{ content: ''; padding-top: calc({100 * ratio:.3f}% + {above - ratio * beside:.1f}px); }}"
        f" .st-key-{place} > .stElementContainer {{ position: absolute; inset: 0; height: auto; }}</style>"
    )
    with st.container(key=place):
        yield "stretch"


def numbers(
    values: dict[str, str], name: str = "", notes: Sequence[str] = (), width: Literal["stretch", "content"] = "stretch"
) -> None:
    """A row of a few numbers with their names; a second row of a page has a name of its own. `notes` stand below the
    numbers, in grey."""
    seen: set[str] = set()
    with st.container(horizontal=True, gap="large", key=f"numbers-{name}", width=width):
        for (label, value), note in zip_longest(values.items(), notes, fillvalue=""):
            below = f"<br><span class='nn-name'>{escaping.markdown(note)}</span>" if note else ""
            st.markdown(
                f"<span class='nn-name'>{glossed(escaping.markdown(label), seen)}</span><br>"
                f"<span class='nn-value'>{escaping.markdown(value)}</span>{below}",
                unsafe_allow_html=True,
                width="content",
            )


def task_words(schema: Schema) -> str:
    if schema.reconstructs:
        return "redraw the input"
    if schema.task == "regression":
        return f"predict {words.few(schema.answers, 3)}"
    return f"{len(schema.class_names)} {'labels' if schema.has_labels else 'classes'}"


def truth_words(schema: Schema, y) -> list[str]:
    """What each target is, in words."""
    if schema.reconstructs:
        return [schema.target_name] * len(y)
    return [schema.truth(value) for value in y]


def two_features(summary, key: str, dark: bool) -> None:
    """Any two columns of a table against each other, as they are in the table."""
    names, values = summary.readable_columns
    columns = summary.input_columns
    labels, classes = summary.colours
    first, second = st.columns(2)
    x = first.selectbox("Across", names, summary.telling_columns[0], key=f"across-{key}")
    y = second.selectbox("Up", names, summary.telling_columns[1], key=f"up-{key}")
    figure(
        lambda: feature_matrix(
            values,
            labels,
            names,
            names.index(x),
            names.index(y),
            classes,
            summary.sample_split,
            dark,
            target_name=summary.schema.answers[0],
            categories={k: column.categories for k, column in enumerate(columns) if column.categories},
            dates=[k for k, column in enumerate(columns) if column.kind == "date"],
        ),
        "features",
        f"{key}:{x}:{y}",
    )


def sample_texts(summary) -> None:
    """Some of the texts as the network reads them, and what is predicted of each."""
    table = pd.DataFrame(
        {
            summary.schema.target_name: truth_words(summary.schema, summary.sample_y),
            "text, as it is read": summary.sample_texts,
        }
    )
    narrow = {summary.schema.target_name: st.column_config.TextColumn(width="small")}
    tables.shown(table, hide_index=True, height=420, column_config=narrow)


def sample_table(summary, below: Callable[[int], None] | None = None) -> None:
    """The sample as a table, and the statistics of every column; `below` draws what is said of a row that is chosen."""
    schema = summary.schema
    table = pd.DataFrame(
        {
            "example": summary.sample_rows,
            "split": summary.sample_split,
            schema.target_name: truth_words(schema, summary.sample_y),
        }
    )
    if summary.sample_codes is not None:
        read = zip(summary.input_columns, summary.sample_codes.T, strict=True)
        table = pd.concat([table, pd.DataFrame({c.name: c.readable(codes) for c, codes in read})], axis=1)
    elif schema.kind == "tokens":
        table["text"] = summary.sample_texts
    elif schema.kind == "vector":
        inputs = pd.DataFrame(summary.sample_x, columns=list(schema.feature_names))
        table = pd.concat([table, inputs], axis=1)
    for beside in summary.sample_beside:
        if not beside.columns:
            continue
        pairs = zip(beside.columns, beside.codes.T, strict=True)
        table = pd.concat([table, pd.DataFrame({c.name: c.readable(codes) for c, codes in pairs})], axis=1)
    how = {"on_select": "rerun", "selection_mode": "single-row"} if below else {}
    chosen = tables.shown(table, hide_index=True, height=320, **how)
    if below and chosen.selection.rows:
        below(chosen.selection.rows[0])
    st.download_button(
        "CSV",
        csv(table),
        "nnviz-examples.csv",
        "text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
    if not summary.features:
        return
    tables.shown(
        pd.DataFrame(
            [
                {"column": f.name, "mean": f.mean, "deviation": f.std, "smallest": f.minimum, "largest": f.maximum}
                | ({"missing": f.missing} if summary.sample_codes is None else {})
                for f in summary.features
            ]
        ),
        hide_index=True,
    )


def csv(table: pd.DataFrame) -> str:
    """A table as CSV text, of which a spreadsheet reads no cell as a formula."""
    return tables.safe(table).to_csv(index=False)


def summary_words(summary) -> str:
    """An activation's summary in a line."""
    mean, deviation, least, most = (
        words.plain(value, 3) for value in (summary.mean, summary.std, summary.minimum, summary.maximum)
    )
    sentence = f"mean {mean}, deviation {deviation}, from {least} to {most}, {100 * summary.zeros:.0f} % zeros"
    broken = summary.nans + summary.infinities
    return sentence + (f", {broken:,} not finite" if broken else "")


def as_table(values: np.ndarray) -> pd.DataFrame:
    """Any array as a long table: one row a number, with its position on each axis."""
    values = np.asarray(values)
    positions = np.indices(values.shape).reshape(values.ndim, -1)
    return pd.DataFrame({**{f"axis {k}": axis for k, axis in enumerate(positions)}, "value": values.ravel()})

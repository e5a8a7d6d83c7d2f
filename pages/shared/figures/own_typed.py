"""A row of a table or a text of a person's own, and what stands beside it: what they change or write is the example of
every page."""

from contextlib import nullcontext

import numpy as np
import streamlit as st

from nnviz import escaping
from nnviz.data.own import handmade, standing_beside, typed
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.runs.run import Run
from pages.shared import engine
from pages.shared.figures import changed_row, own_beside, own_image
from pages.shared.session import state, widgets
from pages.shared.session.record import record

_MOST_LETTERS = 2_000


def fits(schema) -> bool:
    """Whether examples of these data can be typed."""
    return schema.kind == "vector" or (schema.kind == "tokens" and bool(schema.token_names) and not schema.is_table)


def draw(run: Run, key: str, held_out: Examples) -> int:
    """The controls or the field, beginning with the example that was chosen before; returns the position of what is
    shown in `held_out`."""
    position = 0 if held_out.is_own else _place(held_out)
    begun = _begun_with(held_out, position)
    try:
        with st.container(key="own-typed") if held_out.schema.further else nullcontext():  # its parts, one by one
            first = _text(held_out, position, begun) if held_out.schema.kind == "tokens" else _row(run, key, begun)
            content = _with_others(run, held_out, begun, *first)
        if content and state.example() != (handmade.part_of(content), 0):
            engine.call("own_fits", run.reference, content)
            own_image.take(content, follow=True)
    except NnvizError as error:
        st.caption(f":red[{escaping.markdown(error)}] The page goes on showing what it showed before.")
    if held_out.is_own:
        said = held_out.meaning.words(held_out.predictions[0], held_out.schema.answers)
        st.markdown(f"Predicted: **{escaping.markdown(said)}**")
    return position


def _place(held_out: Examples) -> int:
    chosen = state.example()
    place = held_out.place(*chosen) if chosen else None
    return 0 if place is None else place


def _begun_with(held_out: Examples, position: int) -> tuple[str, int]:
    """The example that the controls began with: they stay the same ones while it is changed on this page. Another page,
    or this one after a reload, begins with what it was changed to."""
    name = state.key("own.begun")
    page, begun = widgets.value(name, ("", None))
    if begun is None or not held_out.is_own or page != record().page:
        begun = held_out.split, int(held_out.indexes[position])
        widgets.put(name, (record().page, begun))
    return begun


def _with_others(run: Run, held_out: Examples, begun: tuple[str, int], first: str, changed: bool) -> str:
    """What the whole form says; "" while it is an example of the data.

    Args:
        first: what the first part says.
        changed: whether that is not the data's own.
    """
    if not held_out.schema.further:
        return first if changed else ""
    beside = own_beside.controls(run, held_out.schema, begun, f"own:{run.id}")
    own = engine.ask_once("what_if_beside", run.reference, *begun, key=f"own:{run.id}:{begun}", what="")
    changed |= any(not np.allclose(beside[name], row.codes, equal_nan=True) for name, row in own.items())
    return standing_beside.added(first, beside) if changed else ""


def _row(run: Run, key: str, begun: tuple[str, int]) -> tuple[str, bool]:
    """What the controls of a row say, and whether it is not the data's own."""
    row = engine.ask_once("what_if_row", run.id, *begun, key=f"{run.id}:{begun}", what="Fetching the row")
    codes = changed_row.controls(row, f"own:{run.id}:{begun}", "Your own row")
    changed = handmade.is_own((state.example() or ("",))[0]) or not np.allclose(codes, row.codes, equal_nan=True)
    return typed.row_content(codes), changed


def _text(held_out: Examples, position: int, begun: tuple[str, int]) -> tuple[str, bool]:
    """The same of a text; "" for one without a word."""
    text = st.text_area(
        "Your own words",
        held_out.text(position),
        key=state.key(f"own.text.{begun}"),
        max_chars=_MOST_LETTERS,
        help="Words that the training texts do not hold are read as unknown.",
    )
    content = typed.text_content(text)
    if not content:
        st.caption(":red[Write at least one word.]")
    return content, held_out.is_own or text.split() != held_out.text(position).split()

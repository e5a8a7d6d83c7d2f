"""An image of a person's own for a network: drawn, brought or seen by the camera; its answer follows at once."""

import json
from functools import cache

import numpy as np
import streamlit as st

from nnviz.data import ink
from nnviz.data.own import handmade, standing_beside, typed
from nnviz.data.schema import Schema
from nnviz.errors import DataError, NnvizError
from nnviz.inspection.own_records import Board, OwnAnswer
from nnviz.plots import theme
from nnviz.runs.run import Run
from nnviz.training.meaning import OutputMeaning
from nnviz.views.packing import pack
from pages.shared import engine, frame
from pages.shared.figures import own_beside
from pages.shared.session import person_files, state, widgets

_KEY, _FROM = "own", "example.from"
_DATA, _OWN = "From the data", "Your own"
_MOST_BARS = 10
_MEGABYTES, _NUMBER = 40, 200
"""What the images of one person's own may be together."""


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component("nnviz.own", js="own.js", css="own.css")


def chosen() -> bool:
    """Draws the choice between the data's examples and one's own, and says whether the latter is chosen."""
    example = state.example()
    if example is not None and handmade.is_own(example[0]):
        widgets.put(_FROM, _OWN)
    elif widgets.value(_FROM) is None:
        widgets.put(_FROM, _DATA)
    with st.container(key="own-from"):
        place = st.segmented_control(
            "Example", [_DATA, _OWN], required=True, key=_FROM, on_change=_switch, persist_state="session"
        )
    return place == _OWN


def _switch() -> None:
    if widgets.value(_FROM) == _DATA:
        state.choose_of_data()
    elif state.own_example():
        state.choose_example(state.own_example(), 0)


def section(run: Run) -> None:
    """Trying a run's network on the Train page, where it learned from images."""
    samples = (run.graph or {}).get("samples") or {}
    if samples.get("kind") != "image":
        return
    place = st.expander("Try it on an image of your own", icon=":material/draw:", key="own-open", on_change="rerun")
    if place.open:
        with place:
            draw(run, f"{run.id}:{run.status().state}", follow=False)
            st.caption("What you make here is the example that the pages Network and Attribution show next.")


def draw(run: Run, key: str, follow: bool) -> None:
    """The pad and the answer; only these run again while one draws.

    Args:
        key: changes with the run's weights.
        follow: whether the page shows the drawing as its example, and so runs again once the pen is taken up.
    """
    try:
        board = engine.ask_once("own_board", run.reference, key=key, what="Measuring how the data's images are drawn")
    except NnvizError as error:
        return engine.refusal(error, retry=True)
    tables = _beside(run, board)
    with st.container(key="own-image"):
        st.fragment(_pad)(run.reference, board, follow, tables)


def _beside(run: Run, board: Board) -> dict[str, tuple]:
    """What stands beside the image, at first as it was with the last one made."""
    if not board.schema.further:
        return {}
    with st.expander("What stands beside it", icon=":material/table_rows:", key=f"own-beside:{run.id}"):
        try:
            return own_beside.controls(run, board.schema, (state.own_example() or "", 0), f"own:{run.id}")
        except NnvizError:  # the last image is of another form, or gone
            return own_beside.controls(run, board.schema, ("", 0), f"own:{run.id}:usual")


def _pad(run_id: str, board: Board, follow: bool, tables: dict[str, tuple]) -> None:
    told = widgets.value(_KEY, {}).get("own")
    told = told if isinstance(told, dict) and told.get("subject") == run_id else None
    content, answer = "", None
    try:
        content = standing_beside.added(handmade.content_of(told) if told else _in_hand(), tables)
        if content:
            answer = _answer(engine.call("own_answer", run_id, content), board)
    except NnvizError as error:
        answer = {"error": str(error)}
    _component()(
        key=_KEY,
        data={
            "theme": theme.tokens(frame.dark()),
            "subject": run_id,
            "board": _board(board),
            "made": json.loads(content) if content else None,
            "answer": {"said": "", "bars": [], **(answer or {}), **_question(told)},
        },
        on_own_change=lambda: None,  # Streamlit keeps a state only of a component that has a callback for it
    )
    if told and told.get("done") and content and "error" not in answer:
        take(content, follow)
    if told and told.get("done") and told.get("strokes") == [] and state.own_example():
        state.forget_own()  # all was wiped off
        if follow:
            st.rerun()


def _question(told: dict | None) -> dict:
    """What is answered: the same data twice would not reach the browser twice."""
    return {"version": told.get("version"), "done": bool(told.get("done"))} if told else {"version": 0, "done": False}


def _in_hand() -> str:
    """What was made before, for another run or before a reload; "" where there is nothing, or it is gone."""
    try:
        content = handmade.read(state.own_example()) if state.own_example() else ""
        return content if content and typed.kind_of(content) == "image" else ""
    except DataError:
        return ""


def take(content: str, follow: bool) -> None:
    """What was made becomes the example of every page; with `follow` the page runs again and shows it."""
    part = handmade.part_of(content)
    if state.example() == (part, 0):
        return
    try:
        person_files.keep("examples", handmade.file_name(part), content, _MEGABYTES, _NUMBER)
    except OSError as error:
        st.caption(f":red[It cannot be kept ({error.strerror or error}). Free some space.]")
        return
    state.choose_example(part, 0)
    if follow:
        st.rerun()


def _board(board: Board) -> dict:
    manner, (rows, columns, channels) = board.manner, board.shape
    pens = []
    if channels == 3:
        own, ground = _hex(manner.ink), _hex(manner.ground)
        others = [(colour, name, colour) for name, colour in ink.PENS.items() if colour not in (own, ground)]
        all_pens = [(handmade.INK, "The data's ink", own), *others, (handmade.GROUND, "Rubber", ground)]
        pens = [{"pen": pen, "name": name, "colour": colour} for pen, name, colour in all_pens]
    return {
        "rows": rows,
        "cols": columns,
        "ground": _hex(manner.ground),
        "ink": _hex(manner.ink),
        "width": manner.width,
        "plain": manner.plain,
        "pens": pens,
    }


def _hex(shades: tuple[int, ...]) -> str:
    return "#" + bytes(shades if len(shades) == 3 else shades[:1] * 3).hex()


def _answer(answer: OwnAnswer, board: Board) -> dict:
    schema, meaning = board.schema, board.meaning
    return {
        "seen": pack(answer.seen),
        "redrawn": None if answer.redrawn is None else pack(answer.redrawn),
        "said": "" if schema.reconstructs else f"It says {answer.said}",
        "bars": _bars(answer.shown, schema, meaning),
    }


def _bars(shown: np.ndarray, schema: Schema, meaning: OutputMeaning) -> list[dict]:
    """A bar for each class, or for the likeliest where there are many, in the classes' own order."""
    if not meaning.classes:
        return []
    numbers = meaning.by_class(shown[None])[0]
    order = np.argsort(-numbers, kind="stable")
    low, high = meaning.low, meaning.high
    shares = np.clip((numbers - low) / max(high - low, 1e-9), 0, 1)
    return [
        {
            "name": schema.class_names[k],
            "share": float(np.nan_to_num(shares[k])),
            "text": meaning.number(float(numbers[k])),
            "first": bool(numbers[k] > meaning.cut(k) if meaning.has_labels else k == order[0]),
        }
        for k in np.sort(order[:_MOST_BARS]).tolist()
    ]

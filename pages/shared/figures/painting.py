"""An image on the What-if page: painted on in the browser; what the network says of it follows."""

from functools import cache

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.explanation.target import Chosen
from nnviz.explanation.what_if_records import PaintedAnswer, Picture
from nnviz.inspection.examples import Examples
from nnviz.plots import theme
from nnviz.plots.heat import scale_sentence
from nnviz.views.packing import pack
from pages.shared import engine, frame
from pages.shared.figures import changed_row, lines, views
from pages.shared.figures.changed_row import Tables
from pages.shared.session import state, widgets

_KEY = "paint"
_NAMES = ("version", "pixels", "shades")
_MOST_BARS = 6


@cache
def _component():
    """Registered once per process; the file paths are relative to nnviz/web."""
    return st.components.v2.component("nnviz.paint", js="paint.js", css="paint.css")


def choose(held_out: Examples) -> str | None:
    """Which image is painted on, where there are several inputs: "" for the first one, or a name; None for none."""
    images = [one.name for one in held_out.schema.further if one.kind == "image"]
    first = held_out.schema.kind == "image"
    if not images:
        return "" if first else None
    noun = held_out.schema.first_noun
    return st.segmented_control(
        "Paint on" if first else "Change",
        ["", *images],
        default="",
        required=True,
        format_func=lambda name: name or (f"the first {noun}" if first else f"the {noun}"),
        key=state.key("paint.which"),
        persist_state="session",
    ) or ("" if first else None)


def show(
    run_id: str, key: str, held_out: Examples, position: int, target: Chosen, tables: Tables, name: str = ""
) -> None:
    """The picture to paint on, the answer and the map; only these run again while one paints.

    Args:
        tables: what stands beside the first input as the controls say, as `changed_row.beside` returns it.
        name: of the image that is painted on, where it stands beside the first input.
    """
    asked = (run_id, held_out.split, int(held_out.indexes[position]))
    picture = _picture(asked, key, name)
    nothing = ((), (), target, *(({}, name) if name else ()))
    before = engine.ask_once(
        "what_if_painted", *asked, *nothing, key=f"{key}:{asked}:{target}:{name}", what="Asking the network"
    )
    st.fragment(_painting)(asked, held_out, picture, before, target, tables, name)


def _painting(
    asked: tuple, held_out: Examples, picture: Picture, before: PaintedAnswer, target: Chosen, tables: Tables, name: str
) -> None:
    subject = ":".join(map(str, (*asked, *([name] if name else []))))
    painted = _painted(subject, picture.pixels.shape[0] * picture.pixels.shape[1])
    after, refused = before, ""
    pixels = painted[1:] if painted else ((), ())
    if pixels[0] or tables.changed:
        try:
            after = engine.call("what_if_painted", *asked, *pixels, target, tables.now, name)
        except NnvizError as error:
            refused = str(error)
    version = painted[0] if painted else 0
    answer = {"error": refused} if refused else _answer(held_out, before, after)
    _component()(
        key=_KEY,
        data={
            "theme": theme.tokens(frame.dark()),
            "subject": subject,
            "pixels": pack(picture.pixels),
            "painted": None if not painted or refused else dict(zip(_NAMES, painted, strict=True)),
            "answer": {"version": version, **answer},
        },
        on_painted_change=lambda: None,  # Streamlit keeps a state only of a component that has a callback for it
    )
    changed_row.shares_beside(after)
    _take_away(asked, held_out, after, pixels, target, tables, name)


def changed_by_now(asked: tuple, key: str, tables: Tables, name: str) -> dict:
    """What was painted on an example's image by now, and what else was changed of it, as
    `nnviz.explanation.changed.Changed`; {} where nothing was.

    Args:
        asked: (run, part, index) of the example.
        tables: what stands beside the first input, as the controls say.
        name: of the image that is painted on, where it stands beside the first input.
    """
    picture, subject = _picture(asked, key, name), ":".join(map(str, (*asked, *([name] if name else []))))
    painted = _painted(subject, picture.pixels.shape[0] * picture.pixels.shape[1])
    if not painted or not painted[1]:
        return tables.as_changed() if tables.changed else {}
    own = {"pixels": painted[1], "shades": painted[2], **({"name": name} if name else {})}
    return tables.as_changed(**own) if tables.changed else own


def _picture(asked: tuple, key: str, name: str) -> Picture:
    """The image to paint on."""
    which = (name,) if name else ()
    return engine.ask_once("what_if_picture", *asked, *which, key=f"{key}:{asked}:{name}", what="Fetching the image")


def _painted(subject: str, most: int) -> tuple | None:
    """(version, pixels, shades) of what was painted on this example; a worker judges whether it can be."""
    told = widgets.value(_KEY, {}).get("painted")
    if not isinstance(told, dict) or told.get("subject") != subject or not isinstance(told.get("version"), int):
        return None
    return told["version"], _tuple(told.get("pixels"), most), _tuple(told.get("shades"), most)


def _tuple(numbers, most: int) -> tuple:
    """Whatever a browser sent as a tuple, of no more than one place too many: a worker refuses what is wrong."""
    return tuple(numbers[: most + 1]) if isinstance(numbers, list) else (None,)


def _answer(held_out: Examples, before: PaintedAnswer, after: PaintedAnswer) -> dict:
    said = f"As it is: {before.said}"
    if after is not before:
        said += f". {'Changed' if after.beside else 'Painted'}: {after.said}"
    return {
        "map": pack(after.map, True),
        "title": f"What counts for {after.target}",
        "scale": f"Blue raises it, orange lowers it. {scale_sentence(after.map, signed=True)}",
        "said": said,
        "bars": _bars(held_out, before, after),
    }


def _bars(held_out: Examples, before: PaintedAnswer, after: PaintedAnswer) -> list[dict]:
    """The likeliest classes before and after; none for other tasks, whose numbers are in the sentence."""
    meaning, names = held_out.meaning, held_out.schema.class_names
    if not meaning.classes:
        return []
    shown = np.concatenate([meaning.by_class(one.shown[None]) for one in (before, after)])
    low, high = meaning.low, meaning.high
    order = np.argsort(-shown.max(axis=0), kind="stable")[:_MOST_BARS]
    shares = np.nan_to_num(np.clip((shown - low) / max(high - low, 1e-9), 0, 1))
    return [
        {
            "name": names[k],
            "before": float(shares[0, k]),
            "after": float(shares[1, k]),
            "text": f"{meaning.number(float(shown[0, k]))} → {meaning.number(float(shown[1, k]))}",
        }
        for k in np.sort(order).tolist()
    ]


def _take_away(
    asked: tuple, held_out: Examples, answer: PaintedAnswer, pixels: tuple, target: Chosen, tables: Tables, name: str
) -> None:
    base, value = words.number(answer.base), words.number(answer.value)
    if answer.covered:
        st.caption(changed_row.COVERED)
    elif answer.beside:
        parts = [(f"the {other.name}", float(other.shares.sum())) for other in answer.beside]
        own = f"the {name or held_out.schema.first_noun}"
        counts = [f"{part} counts {words.plain(total, 3)}" for part, total in ((own, answer.map.sum()), *parts)]
        told = f"From {base}, for zeros everywhere as the network sees them, to {value}: {words.listed(counts)}."
        st.caption(escaping.markdown(told))
    else:
        st.caption(f"The map adds up from {base}, for an image of zeros as the network sees it, to {value}.")
    table = pd.DataFrame(answer.map)
    st.download_button(
        "CSV",
        lambda: views.csv(table),
        "nnviz-painted.csv",
        "text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help="The map, a row of pixels a line",
    )
    told = [tables.now, *([name] if name else [])]
    arguments = (*asked, *pixels, target, *(told if tables.now or name else []))
    lines.lines("nnviz.explanation.what_if_image", "painted_of_run", arguments, "answer")

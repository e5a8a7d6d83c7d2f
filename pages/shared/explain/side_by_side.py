"""Several methods' explanations of one prediction: asked one after the other, drawn on one scale, and compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import ExplanationError, NnvizError
from nnviz.explanation.catalog import METHODS, cost
from nnviz.explanation.compared import Compared, compare
from nnviz.explanation.records import Attribution
from nnviz.inspection.examples import Examples
from nnviz.plots import compared as plots
from pages.shared import cancelling, engine, frame
from pages.shared.explain import paces
from pages.shared.explain.methods_chosen import Chosen
from pages.shared.figures import explained, tables, views
from pages.shared.session import state, widgets

_ASKED, _MOST_ASKED = "attribution.asked", 50


@dataclass(frozen=True)
class Told:
    """What each method says, why some refuse, and which wait for a click, or were cancelled, each with the key of its
    question; a cancelled one may say what it had by then, and one that waits comes with its cost in words."""

    results: dict[str, Attribution]
    refused: dict[str, NnvizError]
    waiting: list[tuple[str, str, str]]
    cancelled: list[tuple[str, str]]


def explained_by(chosen: Chosen, asked: Callable[[str], tuple], key: str, held_out: Examples) -> Told:
    """Asks the methods one after the other; those that cost much wait for a click.

    Args:
        asked: a method's name → the arguments of the task.
        key: tells other weights apart.
    """
    told, shapes = Told({}, {}, [], []), held_out.schema.shapes
    place = st.empty()
    for done, name in enumerate(chosen.names):
        arguments = asked(name)
        own = f"{key}:{arguments}"
        there = engine.answered("attribution", own, *arguments) is not None
        if cancelling.cancelled("attribution", own) and not there:
            told.cancelled.append((name, own))
        elif not there and own not in widgets.value(_ASKED, ()):
            price = paces.timed(cost(name, 1, shapes, **chosen.settings[name]), arguments[0], key, shapes)
            if not price.is_small(shapes):
                told.waiting.append((name, own, price.words))
                continue
        try:
            if not there:
                place.progress(done / len(chosen.names), f"{done} of {len(chosen.names)} methods are done")
            with place if there else st.container():
                result = engine.ask_once("attribution", *arguments, key=own, what=METHODS[name].title)
            _sort_in(told, name, result)
        except cancelling.Cancelled:
            continue
        except NnvizError as error:
            told.refused[name] = error
    place.empty()
    return told


def _sort_in(told: Told, name: str, result: Attribution) -> None:
    """A map of numbers to those that are shown; one without any is refused."""
    values = result.values if isinstance(result.values, tuple) else (result.values,)
    if any(np.isfinite(own).any() for own in values):
        told.results[name] = result
    else:
        told.refused[name] = ExplanationError(
            "None of its values is a finite number, because the network's own numbers are not.",
            fix="Look for the layer where they arise on the page Network.",
        )


def others(told: Told) -> None:
    """The methods without a map: why some refuse, and what the others would cost."""
    for why in dict.fromkeys(map(str, told.refused.values())):
        names = words.listed([METHODS[name].title for name, error in told.refused.items() if str(error) == why])
        st.warning(f"**{escaping.markdown(names)}**: {escaping.markdown(why)}", icon=":material/block:")
    for name, own in told.cancelled:
        with st.container(horizontal=True, vertical_alignment="center"):
            cancelling.start_again("attribution", own, METHODS[name].short)
            far = told.results[name].notes[:1] if name in told.results else ()
            st.caption(escaping.markdown(" ".join(("You cancelled it.", *far))), width="stretch")
    for name, own, price in told.waiting:
        _offer(name, own, price)


def _ask(own: str) -> None:
    widgets.put(_ASKED, (*widgets.value(_ASKED, ())[-_MOST_ASKED:], own))


def _offer(name: str, own: str, price: str) -> None:
    """A method that waits for a click, with what it costs."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(METHODS[name].short, icon=":material/play_arrow:", key=f"start-{name}", on_click=_ask, args=(own,))
        st.caption(f"Waits for you: {price}.", width="stretch")


def choose_scale() -> bool:
    """Whether every map has a scale of its own."""
    named = {"one": "One for all", "own": "Each its own"}
    chosen = st.segmented_control(
        "Scale",
        list(named),
        default="one",
        required=True,
        format_func=named.get,
        key=state.key("attribution.scale"),
        persist_state="session",
        help="On one scale, a map that is spread over many parts is pale: no part of it counts much.",
    )
    return chosen == "own"


def picture(
    results: Mapping[str, Attribution],
    held_out: Examples,
    position: int,
    key: str,
    overlay: float | None,
    own_scale: bool,
) -> Compared:
    """All of them side by side, and in a sentence how far they agree."""
    found = compare(results)
    views.figure(
        lambda: _figure(found, held_out, position, overlay, own_scale),
        "attribution-compared",
        f"{key}:{overlay}:{own_scale}:{found.methods}",
        lambda: _table(found),
    )
    if found.verdict:
        st.markdown(escaping.markdown(found.verdict))
    return found


def _figure(found: Compared, held_out: Examples, position: int, overlay: float | None, own_scale: bool):
    schema, look = held_out.schema, {"dark": frame.dark(), "narrow": frame.narrow(), "own_scale": own_scale}
    shares = found.stretched if own_scale else found.shares
    if schema.kind == "image":
        pixels = {"pixel_range": held_out.pixel_range, "overlay": overlay}
        return plots.compared_images(held_out.inputs[position], shares, found.titles, **pixels, **look)
    if schema.kind == "sequence":
        named = {"channel_names": schema.feature_names}
        return plots.compared_series(held_out.inputs[position], shares, found.titles, **named, **look)
    return plots.compared_parts(
        shares, found.titles, _names(held_out, position), in_order=schema.kind == "tokens", **look
    )


def _names(held_out: Examples, position: int) -> list[str]:
    """A name for every column or token."""
    schema = held_out.schema
    if schema.kind == "tokens":
        return [token or "·" for token in held_out.value_texts(position)]
    values = zip(schema.feature_names, held_out.value_texts(position), strict=True)
    return [f"{name} = {value}" for name, value in values]


def agreement(found: Compared, key: str) -> None:
    """How far each two agree, as a table of colours; nothing for fewer than three."""
    if len(found.methods) < 3:  # noqa: PLR2004
        return
    views.figure(
        lambda: plots.agreement(found.correlation, found.overlap, found.titles, found.most, frame.dark()),
        "attribution-agreement",
        f"{key}:{found.methods}",
        lambda: pd.DataFrame(found.correlation, found.titles, found.titles).reset_index(names="method"),
    )


def promises(results: Mapping[str, Attribution]) -> None:
    """What each method promises, whether it kept it, and how long it took."""
    rows = [
        {
            "method": METHODS[name].short,
            "adds up": _sum_words(result),
            "sign": "for and against" if METHODS[name].signed else "none",
            "took": f"{words.plain(result.seconds, 2)} s",
        }
        for name, result in results.items()
    ]
    tables.shown(pd.DataFrame(rows), hide_index=True)


def _sum_words(result: Attribution) -> str:
    if result.residual is None:
        return "not promised"
    if not np.isfinite(result.relative_residual):
        return "no: not finite"
    if result.relative_residual > explained.FAR:
        return f"no, off by {words.percent(result.relative_residual)}"
    return f"within {words.within(result.relative_residual)}"


def _table(found: Compared) -> pd.DataFrame:
    flat = found.shares.reshape(len(found.methods), -1)
    return pd.DataFrame(flat.T, columns=found.titles).reset_index(names="part")

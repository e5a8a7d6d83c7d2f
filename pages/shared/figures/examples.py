"""Choosing one example of a run's data, with what the network says of it."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnviz import escaping, words
from nnviz.data.own.handmade import is_own
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.plots import bars
from nnviz.runs.run import Run
from nnviz.training.thresholds import label_thresholds
from pages.shared import engine, frame
from pages.shared.figures import doors, own_image, own_typed, views
from pages.shared.runs import scrubber, trust, which
from pages.shared.session import selection, state, widgets

_PIXELS, _PAIR, _STEPS_HIGH, _MOST_BARS, _MOST_LETTERS = 112, 92, 170, 30, 600


def example_in(
    left, right, needs: Callable[[Run], None] | None = None, own: bool = True, at_moment: bool = True, door: bool = True
) -> tuple[Run, str, Examples, int]:
    """The page's start: the run in hand, its key, its examples, and the one chosen in the left column.

    Args:
        needs: stops the page, with a word, for a run that it cannot show.
        own: whether a person may also draw or bring an image, change a row or write a text.
        at_moment: whether the run is looked at as it was at the moment that is chosen, or always at its end.
        door: whether a wrong answer has a door to its explanation.
    """
    with right:
        run, key = run_at_moment() if at_moment else trained_run()
        if needs is not None:
            needs(run)
        held_out = load(run, key, own)
        selection.tell()
    with left, st.container(key="now-example"), frame.steering():
        position = choose(run, key, held_out, own)
        if door and held_out.schema.task != "regression" and held_out.errors[position] > 0:
            doors.buttons(held_out.split, int(held_out.indexes[position]), "wrong", only=("attribution",),
                          keep_moment=at_moment)  # fmt: skip
    with left:
        scrubber.draw(run) if at_moment else st.caption(scrubber.words_of(run))
        return run, key, held_out, position


def trained_run() -> tuple[Run, str]:
    """The run in hand and a key that changes with its weights and its labels' thresholds; without one, says what would
    be here and stops the page."""
    run = state.run()
    if run is None or not (run.model_path.is_file() or run.weight_ids()):
        with st.container(
            border=True, key="empty", height=380, horizontal_alignment="center", vertical_alignment="center"
        ):
            st.markdown("## There is no trained network yet", width="content")
            st.markdown("Train one first; it takes seconds. Then this page looks into it.", width="content")
            st.page_link("pages/lab/train.py", label="Train a network", icon=":material/show_chart:")
        st.stop()
    told = trust.words_of(run)
    if told:
        st.warning(escaping.markdown(told), icon=":material/warning:")
    if which.differs(run, state.experiment()):
        st.caption(
            f":material/info: This page shows an earlier run ({which.earlier(run, state.experiment())}), not the "
            "network and data in hand. Train those to see them here."
        )
    steps, cuts = run.weight_ids(), label_thresholds(run)
    return run, f"{run.id}:{steps[-1] if steps else 0}:{run.status().state}{f':{cuts}' if cuts else ''}"


def run_at_moment() -> tuple[Run, str]:
    """`trained_run` at the moment of its training that is chosen; tasks of the engine are asked about its
    `reference`."""
    run, key = trained_run()
    run = scrubber.at_moment(run)
    return run, key if run.moment is None else f"{key}@{run.moment}"


def load(run: Run, key: str, own: bool = False) -> Examples:
    """The examples of the part that was chosen last, held out where none was, with their predictions, from a worker;
    stops the page with a sentence when that fails.

    Args:
        own: whether an image of the person's own will do.
    """
    chosen = state.example()
    part = chosen[0] if chosen and (own or not is_own(chosen[0])) else None
    try:
        return engine.ask_once("examples", run.reference, part, key=f"{key}:{part}", what="Predicting the examples")
    except NnvizError as error:
        engine.refusal(error, retry=True)
        if part is not None and is_own(part):
            st.button("Back to the data's examples", on_click=state.choose_of_data)
        st.stop()


def choose(run: Run, key: str, held_out: Examples, own: bool = True) -> int:
    """Draws the chooser and returns the position of the chosen example in `held_out`; it is the same on every page."""
    if own and own_typed.fits(held_out.schema) and own_image.chosen():
        return own_typed.draw(run, key, held_out)
    if own and held_out.schema.can_be_drawn and own_image.chosen():
        own_image.draw(run, key, follow=True)
        if not held_out.is_own:
            st.caption("The page goes on showing an example of the data until you have drawn something.")
        return 0
    order_key, place_key = state.key("examples.order"), state.key("examples.position")
    orders = _orders(held_out)
    order = st.selectbox(
        "Examples",
        list(orders),
        key=order_key,
        persist_state="session",
        on_change=lambda: _take(held_out, held_out.order(orders[widgets.value(order_key)]), 1),
        help=_about(held_out),
    )
    positions = held_out.order(orders[order])
    chosen = state.example()
    position = held_out.place(*chosen) if chosen else None
    position = int(positions[0]) if position is None else position
    widgets.put(place_key, int(np.flatnonzero(positions == position)[0]) + 1)
    st.slider(
        "Which example",
        1,
        max(2, len(positions)),
        key=place_key,
        on_change=lambda: _take(held_out, positions, widgets.value(place_key)),
    )
    _describe(held_out, position)
    return position


def _orders(held_out: Examples) -> dict[str, str]:
    if held_out.schema.task == "regression":
        return {
            "In order": "given",
            "Worst redrawn first" if held_out.schema.reconstructs else "Largest errors first": "errors",
        }
    return {"In order": "given", "Wrong ones first": "errors", "Least sure first": "sureness"}


def _take(held_out: Examples, positions: np.ndarray, place: int) -> None:
    position = positions[min(place, len(positions)) - 1]
    state.choose_example(held_out.split, int(held_out.indexes[position]))


def _about(held_out: Examples) -> str:
    count = len(held_out.indexes)
    if held_out.split == "train":
        return f"These are {count:,} training examples: the network learnt from them."
    return f"{count:,} {held_out.split} examples, which training never saw."


def _describe(held_out: Examples, position: int) -> None:
    """What the example is and what the network says of it, and how many of all are wrong."""
    schema = held_out.schema
    if schema.kind == "tokens":
        st.markdown(f"> {escaping.markdown(held_out.text(position)[:_MOST_LETTERS])}")
    beside = not schema.reconstructs  # whose two pictures fill the width
    with st.container(key="example", horizontal=beside, vertical_alignment="center", gap="small"):
        if schema.kind == "image":
            _pictures(held_out, position)
        _answer(held_out, position)
    for name in held_out.further:
        if held_out.beside(name).kind == "image":
            st.image(held_out.picture_beside(name, position, _PAIR), caption=escaping.markdown(name))
            continue
        if held_out.beside(name).kind == "sequence":
            st.line_chart(_steps(held_out.further[name][position]), height=_STEPS_HIGH)
        st.caption(escaping.markdown(held_out.beside_words(name, position)))
    if schema.task != "regression":
        count, part = len(held_out.indexes), "training" if held_out.split == "train" else held_out.split
        st.caption(f"{np.count_nonzero(held_out.errors):,} wrong of {count:,} {part} examples")


def _steps(series: np.ndarray) -> pd.DataFrame:
    """A sequence (steps, channels), its steps counted from 1."""
    names = [f"channel {k + 1}" for k in range(series.shape[1])]
    return pd.DataFrame(series, np.arange(1, len(series) + 1), names)


def _answer(held_out: Examples, position: int) -> None:
    """The truth and the prediction."""
    schema = held_out.schema
    if schema.reconstructs:
        off = words.plain(float(held_out.errors[position]), 3)
        st.markdown(f"Example {held_out.rows[position]:,}, and as it is redrawn: off by **{off}** on average")
        return
    wrong = schema.task != "regression" and held_out.errors[position] > 0
    predicted = held_out.meaning.words(held_out.predictions[position], schema.answers)
    truth = views.truth_words(schema, held_out.truth[position : position + 1])[0]
    st.markdown(
        f"Example {held_out.rows[position]:,}  \nTrue: **{escaping.markdown(truth)}**  \nPredicted: "
        f"**{escaping.markdown(predicted)}**" + ("  \n:red[:material/close: wrong]" if wrong else ""),
        width="stretch",
    )


def _pictures(held_out: Examples, position: int) -> None:
    """The image, and beside it what a network that redraws makes of it."""
    row = f"Example {held_out.rows[position]:,}"
    shown = [(held_out.picture(position, _PIXELS), row)]
    if held_out.schema.reconstructs:
        shown.append((held_out.redrawn(position, _PIXELS), f"{row} as the network redraws it"))
    pictures, alternatives = zip(*shown, strict=True)
    st.image(list(pictures), width=_PIXELS if len(shown) == 1 else _PAIR, alt=list(alternatives))


def features(held_out: Examples, position: int) -> go.Figure:
    """The example's numbers as bars, in units of their deviation among the examples."""
    texts = held_out.value_texts(position)
    names = held_out.schema.feature_names or [f"input {k + 1:,}" for k in range(len(texts))]
    labels = [f"{name} = {text}" for name, text in zip(names, texts, strict=False)][:_MOST_BARS]
    sentence = "In deviations from the mean of these examples."
    deviations = held_out.deviations(position)[:_MOST_BARS]
    return bars.bar_chart(deviations, labels, frame.dark(), "", sentence, 90 + 22 * len(labels))

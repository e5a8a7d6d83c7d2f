"""How much of the answer a linear model reads off every layer."""

from functools import partial

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.space_records import Probes
from nnviz.plots import space as plots
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.runs import scrubber


def show(left, right, run: Run, key: str, held_out: Examples) -> None:
    with left:
        st.caption(
            "A linear model is fitted to each layer's output for training examples, and asked about held-out ones. "
            "What it gets right lies open in that layer; the network need not use it."
        )
        scrubber.draw(run)
    with right:
        question = run.reference, held_out.split
        try:
            probes = engine.ask_once("probes", *question, key=f"{key}:{question}", what="Fitting a model to each layer")
        except NnvizError as error:
            engine.refusal(error, retry=True)
            st.stop()
        if not probes.layers:
            st.info("No layer gives numbers that a linear model can be fitted to.", icon=":material/info:")
            st.stop()
        st.markdown(_sentence(probes))
        views.figure(
            partial(plots.probes, _names(probes), probes.scores, probes.chance, probes.kind, frame.dark()),
            "probes",
            f"{key}:{question}",
            lambda: pd.DataFrame({"layer": _names(probes), probes.kind: probes.scores}),
        )
        st.caption(
            f"Fitted to {probes.trained_on:,} training examples, scored on {probes.scored_on:,} {held_out.split} ones."
            + (f" Not probed: {escaping.markdown(words.few(list(probes.skipped), 4))}." if probes.skipped else "")
        )


def _names(probes: Probes) -> list[str]:
    return [path or "the input" for path in probes.layers]


def _sentence(probes: Probes) -> str:
    best = int(probes.scores.argmax())
    shown = words.percent if probes.kind == "accuracy" else partial(words.plain, digits=3)
    name = escaping.markdown(_names(probes)[best])
    told = {"accuracy": "gets **{}** right", "R²": "reaches an R² of **{}**"}[probes.kind]
    first = f"From the input alone, a linear model {told.format(shown(float(probes.scores[0])))}"
    if not probes.layers[best]:
        return f"{first}; no layer makes it easier."
    return f"{first}; from the best layer, **{name}**, **{shown(float(probes.scores[best]))}**."

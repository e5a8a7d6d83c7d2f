"""Two networks' weights side by side: this run at the chosen moment, and another run or this one at its start."""

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.inspection.weight_records import WeightComparison
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import lines, tables, views
from pages.shared.inside.chosen import Chosen
from pages.shared.session import owner, state

_MOST = 50


def show(chosen: Chosen) -> None:
    """The choice of the other network, how far every tensor is from its counterpart, and what has none."""
    others = _others(chosen)
    if not others:
        return st.caption(
            "There is nothing to compare with yet: other runs, and files opened on the Build page, will be listed here."
        )
    other = st.selectbox(
        "Compared with", list(others), format_func=others.get, key=state.key("weights.other"), width=480
    )
    question = chosen.run.reference, other
    comparison = engine.ask_once(
        "compared_weights", *question, key=f"{chosen.key}:{question}", what="Comparing weights"
    )
    st.markdown(escaping.markdown(comparison.sentence))
    if comparison.pairs:
        views.figure(
            lambda: comparison.figure(frame.dark()),
            "weights-compared",
            f"{chosen.key}:{question}",
            lambda: _table(comparison),
        )
        if len(comparison.pairs) > 40:
            st.caption(f"The figure has the first 40 of {len(comparison.pairs):,}; the table has all.")
        shares = st.column_config.NumberColumn(format="percent")
        tables.shown(_table(comparison), hide_index=True, column_config={"distance": shares})
    for alone, whose in ((comparison.alone, "Only here"), (comparison.alone_there, "Only there")):
        if alone:
            named = words.few([f"{path} ({words.sizes(shape)})" for path, shape in alone], 6)
            st.markdown(f"**{whose}:** {escaping.markdown(named)}.")
    lines.lines(
        "nnviz.inspection.weights_of_run", "compared_runs", question, "comparison", "print(comparison.sentence)"
    )


def _others(chosen: Chosen) -> dict[str, str]:
    """What runs are found by → what they are called."""
    here, others = chosen.run, {}
    steps = here.weight_ids()
    if len(steps) > 1 and steps[0] == 0 and chosen.moment != 0:
        others[f"{here.id}@0"] = "This network before training"
    if chosen.moment is not None:
        others[here.id] = "This network at the end"
    for record in Run.recent(limit=_MOST, owner=owner.whose()):
        if record.id != here.id and record.state in ("finished", "stopped"):
            others[record.id] = f"{record.title} · {record.id[:15]}"
    return others


def _table(comparison: WeightComparison) -> pd.DataFrame:
    pairs = comparison.pairs
    return pd.DataFrame(
        {
            "here": [pair.path for pair in pairs],
            "there": [pair.other for pair in pairs],
            "shape": [words.sizes(pair.shape) for pair in pairs],
            "norm here": [pair.norms[0] for pair in pairs],
            "norm there": [pair.norms[1] for pair in pairs],
            "distance": [pair.relative for pair in pairs],
            "cosine": [pair.cosine for pair in pairs],
            "largest difference": [pair.largest for pair in pairs],
        }
    )

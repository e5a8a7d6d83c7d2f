"""A baseline to beat: the simplest answers, and two kinds of models that are no networks, beside the network."""

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.evaluation.baseline_catalog import BASELINES, AgainstBaseline, offered
from nnviz.evaluation.records import Evaluation, difference_words, is_better_high, scores_in_words
from pages.shared import engine, frame
from pages.shared.figures import tables, views

_BESIDE = "the network is"


def show(evaluation: Evaluation, run_id: str, key: str) -> None:
    """Each baseline's scores beside the network's, and whether the difference is more than chance."""
    if evaluation.part == "train":
        st.caption("Choose the test or the validation part: on training examples, trees know every answer by heart.")
        return
    rows, problems = [{"": "This network", **scores_in_words(evaluation.scores), _BESIDE: ""}], []
    for name in offered(evaluation.schema):
        try:
            asked = (run_id, name, evaluation.part)
            found = engine.ask_once("baseline", *asked, key=f"{key}:{name}", what=f"Fitting: {BASELINES[name].title}")
        except NnvizError as error:
            problems.append(error)
            continue
        rows.append({"": BASELINES[name].title, **scores_in_words(found.scores), **_against(found)})
    table = pd.DataFrame(rows)
    tables.shown(table, hide_index=True)
    views.take_away_table(lambda: table, "baselines")
    for error in problems:
        engine.refusal(error)
    frame.caption(
        "All of them are scikit-learn's, fitted on the training part and scored on the same examples. "
        + " ".join(f"{BASELINES[name].title}: {BASELINES[name].help}" for name in offered(evaluation.schema))
    )


def _against(found: AgainstBaseline) -> dict[str, str]:
    """How the network differs from a baseline, in words."""
    own = found.difference
    if not own.difference:
        return {_BESIDE: "as good"}
    word = "better" if (own.difference > 0) == is_better_high(own.score) else "worse"
    by, p = difference_words(own.score, abs(own.difference)), words.number(own.p, 2)
    told = f"{by} {word} (p = {p})"
    return {_BESIDE: told if own.certain else f"about as good: {told}"}

"""A baseline to beat: the simplest answers, and two kinds of models that are no networks, beside the network."""

import pandas as pd
import streamlit as st

from nnviz.errors import NnvizError
from nnviz.evaluation.baseline_catalog import BASELINES, UNASKED, AgainstBaseline, is_kept, offered, seconds
from nnviz.evaluation.records import Evaluation, difference_words, is_better_high, p_words, scores_in_words
from nnviz.inspection.surface.price import lasting
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import tables, views

_BESIDE = "the network is"


def show(evaluation: Evaluation, run_id: str, key: str, _left) -> None:
    """Each baseline's scores beside the network's, and whether the difference is more than chance."""
    if evaluation.part == "train":
        st.caption("Choose the test or the validation part: on training examples, trees know every answer by heart.")
        return
    rows = [{"": "This network", **scores_in_words(evaluation.scores), _BESIDE: ""}]
    run = Run.open(run_id)
    examples = engine.ask_once("parts", run_id, key=run_id)["train"]
    names = offered(evaluation.schema, run.experiment.data.source)
    for name in names:
        price = seconds(evaluation.schema, examples, name)
        if price > UNASKED and not is_kept(run, name) and not _pressed(name, price):
            continue
        try:
            asked = (run_id, name, evaluation.part)
            found = engine.ask_once("baseline", *asked, key=f"{key}:{name}", what=f"Fitting: {BASELINES[name].title}")
        except NnvizError as error:
            engine.refusal(error)
            continue
        rows.append({"": BASELINES[name].title, **scores_in_words(found.scores), **_against(found)})
    table = pd.DataFrame(rows)
    tables.shown(table, hide_index=True)
    views.take_away_table(lambda: table, "baselines")
    frame.caption(
        "All are fitted on the training part, with scikit-learn, and scored on the same examples. "
        + " ".join(f"{BASELINES[name].title}: {BASELINES[name].help}" for name in names)
    )


def _pressed(name: str, price: float) -> bool:
    """A button for what takes long, with what it takes."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pressed = st.button(f"Fit {BASELINES[name].title.lower()}", icon=":material/play_arrow:", key=f"fit-{name}")
        st.caption(f"This takes {lasting(price)}, once.", width="content")
    return pressed


def _against(found: AgainstBaseline) -> dict[str, str]:
    """How the network differs from a baseline, in words."""
    own = found.difference
    if not own.difference:
        return {_BESIDE: "as good"}
    word = "better" if (own.difference > 0) == is_better_high(own.score) else "worse"
    told = f"{difference_words(own.score, abs(own.difference))} {word} ({p_words(own.p)})"
    return {_BESIDE: told if own.certain else f"about as good: {told}"}

"""How sure a study is: the spread over its seeds or folds, its interval, differences in pairs, and the folds drawn."""

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots import spread as plots
from nnviz.studies.results import Results
from nnviz.studies.spec import StudySpec
from nnviz.studies.spread import Estimate, differences, estimates, shared_ratio
from nnviz.studies.store import Study
from pages.shared import engine, frame
from pages.shared.figures import views
from pages.shared.forms import fold_form


def draw(study: Study, came_to: Results, title: str) -> None:
    """The estimates, and below them the differences where several variants share seeds or folds."""
    spec = study.spec
    own = estimates(spec, came_to)
    if own:
        _picture(own, study, came_to, title)
        _said(spec, own, came_to)
    pairs = differences(spec, came_to)
    if pairs:
        _pairs(pairs, study, came_to)
    if spec.kind == "folds" or spec.over == "folds":
        _folds(study)


def _picture(own: tuple[Estimate, ...], study: Study, came_to: Results, title: str, zero: bool = False) -> None:
    name = "differences" if zero else "spread"
    share = came_to.larger_is_better
    key = f"{study.id}:{sum(len(one.values) for one in own)}"
    views.figure(lambda: plots.intervals(own, title, share, frame.dark(), zero), name, key, table=lambda: _table(own))


def _table(own: tuple[Estimate, ...]) -> pd.DataFrame:
    names = ("name", "mean", "low", "high", "deviation", "p")
    return pd.DataFrame([{name: getattr(one, name) for name in names} | {"n": len(one.values)} for one in own])


def _said(spec: StudySpec, own: tuple[Estimate, ...], came_to: Results) -> None:
    many = "folds" if shared_ratio(spec) else "seeds"
    why = (
        "The interval is wider than that of independent trainings: the training parts of folds overlap (Nadeau & "
        "Bengio, 2003)."
        if many == "folds"
        else "Student's t over independent seeds; the examples are the same for all, so this is the luck of the start "
        "and not of the sample."
    )
    if len(own) == 1:
        one = own[0]
        number = words.percent if came_to.larger_is_better else words.number
        st.markdown(
            f"Over {len(one.values)} {many}: **{number(one.mean)}**, 95 % interval {number(one.low)} to "
            f"{number(one.high)}, deviation {number(one.deviation)}."
        )
    frame.caption(f"Scores at the end of training; bars are 95 % confidence intervals of the mean. {why}")


def _pairs(pairs: tuple[Estimate, ...], study: Study, came_to: Results) -> None:
    st.markdown("**Differences in pairs**")
    _picture(pairs, study, came_to, "Difference", zero=True)
    for one in pairs[:3]:
        sure = one.low > 0 or one.high < 0
        size = f"{100 * one.mean:+.1f} points" if came_to.larger_is_better else words.number(one.mean)
        told = "more than luck explains" if sure else "no more than luck explains"
        p = f"p = {one.p:.2g}" if one.p == one.p else ""
        st.markdown(f"{escaping.markdown(one.name)}: {size}, {told} ({p}, {len(one.values)} pairs).")


def _folds(study: Study) -> None:
    spec = study.spec
    with st.expander("Which rows validate in which fold", expanded=False, on_change="rerun") as place:
        if not place.open:
            return
        try:
            plan = fold_form.plan(spec)
        except NnvizError as error:
            return engine.refusal(error)
        names = [f"fold {k % (spec.count if spec.kind == 'folds' else spec.again) + 1}" for k in range(len(plan.parts))]
        if spec.rounds > 1:
            names = [f"round {k // spec.count + 1}, {name}" for k, name in enumerate(names)]
        views.figure(lambda: plots.folds(plan.parts, names, frame.dark()), "folds", study.id)

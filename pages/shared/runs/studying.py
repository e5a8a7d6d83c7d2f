"""A study under way: small pictures of all variants side by side, their table, the best so far and the spread."""

import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.plots import learning_curve as plots
from nnviz.runs.run import ACTIVE
from nnviz.studies.results import LearningCurve, Results, learning_curves, results
from nnviz.studies.store import Study
from nnviz.studies.winner import winner
from pages.shared import engine, frame
from pages.shared.figures import tables, views
from pages.shared.runs import study_control, study_search, study_spread, study_started, study_view
from pages.shared.session import owner, state
from pages.shared.session.record import record

_SECONDS = 2.0
_STATES = {"queued": "waiting", "running": "training", "pruned": "ended early", "gone": "no longer kept"}
_MONITORS = {
    "val_accuracy": "Validation accuracy",
    "accuracy": "Training accuracy",
    "val_loss": "Validation loss",
    "loss": "Training loss",
}


def show(study_id: str) -> None:
    """Chooses the study that the page shows."""
    record().study = study_id


def earlier() -> None:
    """The studies made before, to look at again."""
    studies = Study.recent(owner=owner.whose())
    if len(studies) < 2:
        return
    with st.expander("Earlier studies"):
        for study in studies:
            try:
                label = f"{escaping.markdown(study.title)}: {study.spec.kind.replace('_', ' ')}"
            except NnvizError:
                continue
            if st.button(label, key=f"study-{study.id}", type="tertiary"):
                show(study.id)


def watch() -> None:
    """The study that was chosen, or the newest one; what would be there where there is none."""
    study = _chosen()
    if study is None:
        study_started.empty(state.experiment())
        return
    try:
        came_to = results(study)
    except NnvizError as error:
        return engine.refusal(error)
    if came_to.active:
        st.fragment(_live, run_every=_SECONDS)(study)
    else:
        _draw(study, came_to)


def chosen() -> Study | None:
    """The study that the page shows."""
    return _chosen()


def _chosen() -> Study | None:
    try:
        study_id = record().study
        if study_id:
            study = Study.open(study_id)
            return study if owner.whose() in (None, study.owner) else None
    except NnvizError:
        record().study = None
    newest = Study.recent(limit=1, owner=owner.whose())
    return newest[0] if newest else None


def _live(study: Study) -> None:
    came_to = results(study)
    _draw(study, came_to)
    if not came_to.active:
        st.rerun()


def _draw(study: Study, came_to: Results) -> None:
    ended = sum(row.state not in ACTIVE for row in came_to.rows)
    title = _MONITORS[came_to.monitor]
    with st.container(horizontal=True, vertical_alignment="center"):
        paused = ", paused" if came_to.paused else ""
        st.markdown(f"**{escaping.markdown(study.title)}** :gray[{ended} of {came_to.expected} ended{paused}]")
        study_control.buttons(study, came_to)
    if problem := engine.start().study_problem(study):
        st.warning(escaping.markdown(problem), icon=":material/warning:")
    _learning_curve(study, came_to, ended)
    place = study_view.draw(study, came_to) if came_to.rows else None
    if place is not None:
        study_control.open_run(came_to.rows[place].run)
    best = winner(study.spec, came_to)
    if best is not None:
        st.markdown(study_control.said(best, came_to, _score(best.score, came_to)))
        study_control.take(study, came_to, best)
    if study.spec.kind == "search":
        study_search.draw(study, ended, title)
    study_spread.draw(study, came_to, title)
    _table(came_to)


def _learning_curve(study: Study, came_to: Results, ended: int) -> None:
    """Scores over the number of training examples, where the study varies it and something has finished."""
    curves = learning_curves(came_to)
    if not any(curve.runs.any() for curve in curves):
        return
    name = f"{_MONITORS[came_to.monitor]} at the end of training"
    lines = [(own.name, own.examples, own.mean, own.low, own.high) for own in curves]
    views.figure(
        lambda: plots.learning_curves(lines, name, came_to.larger_is_better, frame.dark()),
        "learning-curve",
        f"{study.id}:{ended}",
        table=lambda: _learning_table(curves),
    )
    st.caption("Each point is the mean over the seeds that have finished; its bar goes from the lowest to the highest.")


def _learning_table(curves: tuple[LearningCurve, ...]) -> pd.DataFrame:
    names = ("examples", "runs", "mean", "low", "high")
    parts = [{"start": own.name, **{name: getattr(own, name) for name in names}} for own in curves]
    return pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)


def _table(came_to: Results) -> None:
    if not came_to.rows:
        return st.caption("Nothing has begun yet." + (" Resume the study to begin." if came_to.paused else ""))
    name = _MONITORS[came_to.monitor]
    table = pd.DataFrame(
        [
            {
                "variant": row.name,
                f"{name}, best": row.score,
                "in epoch": row.best_epoch,
                f"{name}, last": row.last,
                "seconds": row.seconds,
                "state": _STATES.get(row.state, row.state),
            }
            for row in came_to.rows
        ]
    )
    form = "percent" if came_to.larger_is_better else "%.4g"
    columns = {f"{name}, {which}": st.column_config.NumberColumn(format=form) for which in ("best", "last")}
    columns["seconds"] = st.column_config.NumberColumn(format="%.1f")
    tables.shown(table, hide_index=True, column_config=columns)


def _score(value: float, came_to: Results) -> str:
    return words.percent(value) if came_to.larger_is_better else words.number(value)

"""Chosen runs side by side: their curves in one picture, and what differed between them."""

import time

import pandas as pd
import streamlit as st

from nnviz.plots.runs import run_curves
from nnviz.runs.run import Run
from nnviz.training.catalog import METRICS
from nnviz.training.differences import differences
from pages.shared import frame
from pages.shared.figures import tables, views

_TITLES = {"loss": "Loss"}
_OTHER = ("epoch", "seconds")


def names(runs: list[Run]) -> list[str]:
    """What each is called: by its title and when it was made; two that share both by their ids too."""
    records = [run.record for run in runs]
    made = [time.strftime("%d %b %H:%M:%S", time.localtime(record.created)) for record in records]
    called = [f"{record.title}, {when}" for record, when in zip(records, made, strict=True)]
    pairs = zip(called, runs, strict=True)
    return [f"{name} ({run.id[-6:]})" if called.count(name) > 1 else name for name, run in pairs]


def curves(runs: list[Run]) -> None:
    """Loss and one metric of all of them."""
    histories = [_own_history(run, runs) for run in runs]
    called = names(runs)
    scores = dict.fromkeys(name.removeprefix("val_") for history in histories for name in history if name not in _OTHER)
    if not scores:
        st.caption("No epoch has ended yet: curves come here after the first one.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="runs-curves"):
        metrics = [name for name in scores if name != "loss"]
        metric = metrics[0] if metrics else None
        if len(metrics) > 1:
            metric = st.segmented_control(
                "Metric", metrics, default=metric, required=True, key="runs-metric", format_func=_title
            )
        log = st.toggle("Logarithmic loss", key="runs-log")
    for place, name in zip(_columns(metric), ("loss", metric), strict=False):
        with place:
            _figure(called, histories, name, log and name == "loss")
    st.caption("Solid: held-out examples. Dashed: training examples.")


def _own_history(run: Run, runs: list[Run]) -> dict:
    """A run's history; of one that goes on from another of them only what came after, or one would hide the other."""
    history, record = run.history(), run.record
    if not record.counts_from or record.begins_with not in [other.id for other in runs]:
        return history
    after = history["epoch"] >= record.counts_from
    return {name: values[after] for name, values in history.items()}


def _columns(metric: str | None) -> list:
    return st.columns(2, gap="medium") if metric else [st.container()]


def _figure(called: list[str], histories: list[dict], score: str, log: bool) -> None:
    lengths = [len(history.get("epoch", ())) for history in histories]
    drawn = list(zip(called, histories, strict=True))
    views.figure(
        lambda: run_curves(drawn, score, _title(score), frame.dark(), log, 340 + 22 * len(drawn)),
        f"runs-{score}",
        f"{called}:{lengths}:{log}",
        lambda: pd.concat([pd.DataFrame(history).assign(run=name) for name, history in drawn]),
    )


def _title(score: str) -> str:
    return _TITLES.get(score) or (METRICS[score].title if score in METRICS else score.replace("_", " ").capitalize())


def what_differs(runs: list[Run]) -> None:
    """A table of the settings that are not the same in all of them; nobody knows those of curves from outside."""
    runs = [run for run in runs if not run.is_imported]
    if len(runs) < 2:
        return
    st.header("What differed", anchor=False)
    rows = differences([run.experiment for run in runs])
    starts = [_start(run) for run in runs]
    table = [{"Part": row.part.capitalize(), "Setting": row.setting, **_named(runs, row.values)} for row in rows]
    if len(set(starts)) > 1:
        table.append({"Part": "Training", "Setting": "begins with", **_named(runs, starts)})
    if not table:
        st.caption("Nothing: the same data, network, training and seed, so that the curves are the same too.")
        return
    tables.shown(pd.DataFrame(table), hide_index=True, key="runs-differences")


def _start(run: Run) -> str:
    record = run.record
    return f"{record.begins_with}, epoch {record.begins_at:,}" if record.begins_with else "new weights"


def _named(runs: list[Run], values) -> dict[str, str]:
    return dict(zip(names(runs), values, strict=True))

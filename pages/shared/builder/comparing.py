"""Two networks side by side: which layers differ, and in what."""

import time

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.models.compare import Comparison, compare
from nnviz.models.diagram import network_data
from nnviz.models.records import Preview
from nnviz.models.templates import TEMPLATES
from nnviz.models.titles import title
from nnviz.runs.run import Run, RunRecord
from nnviz.specs import ModelSpec
from pages.shared import engine
from pages.shared.builder import history, looking
from pages.shared.figures import tables
from pages.shared.figures.architecture import diagram
from pages.shared.session import owner, state

_WORDS = {"same": "", "changed": "changed", "removed": "only there", "added": "only here"}


def draw(schema: Schema | None, preview: Preview) -> None:
    """The other network, then what differs: layers, shapes, parameters."""
    others = _others(schema)
    chosen = st.selectbox(
        "Compare with",
        list(others),
        None,
        placeholder="Another network",
        key="build-compare-with",
        help="A template, an earlier version of this network, or the network of a run.",
    )
    if chosen is None or chosen not in others:
        st.caption("Choose a network: its diagram comes here, with every layer that differs from the one in hand.")
        return
    try:
        other = others[chosen]()
        other_preview = looking.at(state.experiment().replace(model=other))
    except NnvizError as error:
        return engine.refusal(error)
    diagram({"network": network_data(other, other_preview)}, "build-compare-diagram")
    comparison = compare(other, history.model(), other_preview, preview)
    _totals(comparison, chosen)
    _rows(comparison, other)
    st.button(
        "Take this network instead",
        icon=":material/swap_horiz:",
        on_click=history.begin,
        args=(other,),
        key="build-compare-take",
    )


def _others(schema: Schema | None) -> dict:
    """What people may compare with → how to get it."""
    networks, past = {}, history.current().past
    if past:
        networks["Before the last edit"] = lambda: past[-1].model
        networks["The earliest version kept"] = lambda: past[0].model
    for template in TEMPLATES.values():
        if schema is not None and template.applies(schema):
            networks[template.title] = lambda template=template: template.make(schema)
    for run in Run.recent(limit=8, owner=owner.whose()):
        networks[_run_words(run)] = lambda run=run: Run.open(run.id).experiment.model
    return networks


def _run_words(record: RunRecord) -> str:
    """`Two spirals, 28 Nov 14:05, 97 % right`, so that people know it; two of one minute differ by their seconds."""
    scores = [record.scores.get(name) for name in ("val_accuracy", "accuracy")]
    share = next((score for score in scores if score is not None), None)
    when = time.strftime("%d %b %H:%M:%S", time.localtime(record.created))
    score = f"{words.percent(share)} right" if share is not None else record.state
    return f"{record.title}, {when}, {score}"


def _totals(comparison: Comparison, chosen: str) -> None:
    if comparison.equal:
        st.markdown(":green[:material/check_circle:] The two networks are equal.")
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "": name.capitalize(),
                    chosen: f"{one:,}",
                    "This network": f"{two:,}",
                    "Difference": f"{two - one:+,}".replace("-", "−") if two != one else "",
                }
                for name, one, two in comparison.totals
            ]
        ),
        hide_index=True,
    )


def _rows(comparison: Comparison, other: ModelSpec) -> None:
    mine = history.model()
    rows = [
        {
            "there": title(other.layer(row.first)) if row.first else "",
            "here": title(mine.layer(row.second)) if row.second else "",
            "": _WORDS[row.status],
            "what differs": "; ".join(f"{name}: {_shown(a)} → {_shown(b)}" for name, a, b in row.changes),
        }
        for row in comparison.rows
    ]
    tables.shown(pd.DataFrame(rows, columns=["there", "here", "", "what differs"]), hide_index=True)


def _shown(value) -> str:
    if value is None or value == ():
        return "none"
    if not isinstance(value, tuple):
        return str(value)
    return words.shape(value) if all(isinstance(one, int) for one in value) else ", ".join(map(str, value))

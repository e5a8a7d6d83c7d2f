"""Concepts: whether the network uses what a person shows it by examples, layer by layer and class by class."""

from dataclasses import astuple

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.explanation.concepts.records import ConceptTest, Group, verdict
from nnviz.inspection.examples import Examples
from nnviz.plots.concepts import concept_scores
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.explain import concept_group
from pages.shared.figures import lines, views
from pages.shared.figures.in_parts import Questions
from pages.shared.inside import in_turn
from pages.shared.inside.chosen import layers_of
from pages.shared.session import state

_LEFT_OUT = ("InputLayer", "Dropout", "Flatten", "Reshape", "Embedding", "Activation", "SpatialDropout1D")
_MOST_LAYERS, _MOST_TARGETS = 6, 4


def show(left, right, run: Run, key: str, held_out: Examples, position: int) -> None:
    try:
        with left:
            group = concept_group.choose(run, key, held_out, position)
            targets = _targets(held_out, position)
            layers = _layers(run, key)
        with right:
            _ask(run, key, held_out, group, targets, layers)
    except NnvizError as error:
        with right:
            engine.refusal(error)


def _targets(held_out: Examples, position: int) -> tuple[int, ...]:
    answers = held_out.schema.answers
    if len(answers) < 2:
        return (0,)
    chosen = st.multiselect(
        "For the answers", range(len(answers)), concept_group.of_interest(held_out, position),
        format_func=answers.__getitem__, key=state.key("concept.targets"), max_selections=_MOST_TARGETS,
    )  # fmt: skip
    return tuple(chosen)


def _layers(run: Run, key: str) -> tuple[str, ...]:
    """The layers that are looked at, at first up to six, spread over the network; the last one answers itself."""
    paths = [row.path for row in layers_of(run, key) if row.kind not in _LEFT_OUT][:-1]
    first = [
        paths[k] for k in np.unique(np.linspace(0, len(paths) - 1, min(_MOST_LAYERS, len(paths))).round().astype(int))
    ]
    return tuple(st.multiselect("At the layers", paths, first, key=state.key("concept.layers")))


def _ask(run: Run, key: str, held_out: Examples, group: Group | None, targets: tuple, layers: tuple) -> None:
    st.markdown("##### Does the network use a concept?")
    frame.caption(
        "You show it by examples. A layer that knows the concept has a direction for it: from random examples towards "
        "yours. If answers rise in that direction more often than in random ones, the network uses the concept."
    )
    if group is None:
        return
    if not targets or not layers:
        st.info("Choose at least one answer and one layer.", icon=":material/tune:")
        return
    count, others = engine.ask_once("concept_members", run.reference, group, key=f"{key}:{group}", what="Counting")
    st.markdown(
        f"**{escaping.markdown(group.title)}**: {words.counted(count, 'example')} :gray[and {others:,} others, which "
        "random counterparts are drawn from]"
    )
    tests = len(targets) * len(layers)
    questions = Questions("concept", (run.reference, group), layers, (targets, tests), key, 1)
    cost = f"{words.counted(tests, 'test')}, each with 24 random groups: a second or so a layer."
    answers = in_turn.ask(questions, cost, "Test the concept", "Testing layer by layer", "concept")
    if answers is not None:
        _found([one for several in answers for one in several], layers, targets, held_out, f"{key}:{questions.parts}")
        asked = (run.reference, astuple(group), layers, targets, tests)
        lines.lines("nnviz.explanation.concepts.of_run", "concept_of_run", asked, "tests")


def _found(tests: list[ConceptTest], layers: tuple, targets: tuple, held_out: Examples, own: str) -> None:
    answers = held_out.schema.answers
    for target in targets:
        some = [one for one in tests if one.target == answers[target]]
        st.markdown(f"- {escaping.markdown(verdict(some))}")
    views.figure(
        lambda: _figure(tests, layers, targets, answers), "concept", own, lambda: pd.DataFrame(list(map(_row, tests)))
    )
    with st.expander("Test by test"):
        for one in tests:
            st.markdown(f"- {escaping.markdown(one.sentence)}")


def _figure(tests: list[ConceptTest], layers: tuple, targets: tuple, answers):
    shape = len(layers), len(targets)
    scores, random = (
        np.array([getattr(one, name) for one in tests]).reshape(*shape, -1) for name in ("scores", "random")
    )
    counts = np.array([one.known and one.significant for one in tests]).reshape(shape)
    named = [answers[target] for target in targets]
    colours = list(targets) if len(answers) > 1 else [0]
    return concept_scores(layers, named, scores, random, counts, frame.dark(), colours=colours)


def _row(one: ConceptTest) -> dict:
    return {
        "layer": one.layer, "answer": one.target, "share": one.score, "random": float(one.random.mean()),
        "p, for all tests": min(1.0, one.p * one.tests), "told apart": one.accuracy,
    }  # fmt: skip

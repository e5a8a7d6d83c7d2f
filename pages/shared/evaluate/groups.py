"""Scores by group, the rules that make a fairness criterion hold, and what they cost."""

import math

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.evaluation.fairness import CRITERIA, Rates, Rule
from nnviz.evaluation.group_records import GroupsFound
from nnviz.evaluation.records import Evaluation
from pages.shared import engine, frame
from pages.shared.evaluate.opening import percent
from pages.shared.figures import tables, views
from pages.shared.session import state


def show(evaluation: Evaluation, run_id: str, key: str, left) -> None:
    """A column, a class to look for, a criterion; then the groups before and after."""
    try:
        slices = engine.ask_once("slices", run_id, evaluation.part, key=key, what="Looking at every part")
    except NnvizError as error:
        engine.refusal(error)
        return
    named = sorted(slices.attributes, key=lambda one: one.ranges)  # what comes by name first
    names = [one.name for one in named if one.name != "class" and not one.name.startswith("label ")]
    if not names:
        st.caption("There are no groups to compare: these examples have no columns.")
        return
    classes = evaluation.schema.class_names
    attribute = left.selectbox("Groups by", names, key=state.key("evaluate.groups"))
    positive = left.selectbox(
        "Looking for", range(len(classes)), len(classes) - 1, format_func=classes.__getitem__,
        key=state.key("evaluate.positive"),
    )  # fmt: skip
    criterion = left.selectbox(
        "Make equal", list(CRITERIA), 1, format_func=lambda one: CRITERIA[one][0], key=state.key("evaluate.criterion")
    )
    miss = left.number_input("A missed one costs", 0.0, 1e6, 1.0, key=state.key("evaluate.miss"))
    alarm = left.number_input("A false alarm costs", 0.0, 1e6, 1.0, key=state.key("evaluate.alarm"))
    frame.caption(f"{CRITERIA[criterion][0]}: {CRITERIA[criterion][1]}.")
    asked = (evaluation.part, attribute, positive, criterion, miss, alarm)
    try:
        found = engine.ask_once("groups", run_id, *asked, key=f"{key}:{asked}", what="Comparing the groups")
    except NnvizError as error:
        engine.refusal(error)
        return
    _told(found, evaluation.part)


def _told(found: GroupsFound, part: str) -> None:
    before, after = found.before, found.after
    views.numbers(
        {
            "Gap now": words.percent(before.gap(found.criterion)),
            "Gap with the rules": words.percent(after.gap(found.criterion)),
            "Right now": words.percent(before.accuracy),
            "Right with the rules": words.percent(after.accuracy),
            "Cost now": words.plain(before.cost),
            "Cost with the rules": words.plain(after.cost),
        },
        "groups",
    )
    table = pd.DataFrame(_rows(before, after, found.rules))
    tables.shown(table, hide_index=True)
    views.take_away_table(lambda: table, "groups")
    where = "" if found.fitted_on == part else (
        f" They were found on the {found.fitted_on} examples, where the gap is "
        f"{words.percent(found.gap_where_fitted)}; on these it is as large as the two parts differ."
    )  # fmt: skip
    cost = before.accuracy - after.accuracy
    price = f"cost {words.plain(100 * cost, 3)} points of accuracy" if cost > 0 else "cost no right answer here"
    frame.caption(
        f"The rules make the rates equal at the least cost, and {price}.{where} Where a rule leaves a decision to "
        "chance, no single threshold would make the rates equal (Hardt, Price and Srebro, 2016)."
    )


def _rows(before: Rates, after: Rates, rules: tuple[Rule, ...]) -> list[dict[str, str]]:
    by_group = {rule.group: rule for rule in rules}
    later = {one.group: one for one in after.groups}
    rows = []
    for one in before.groups:
        own = later.get(one.group)
        rows.append(
            {
                "group": one.group,
                "examples": f"{one.size:,}",
                "called": _both(one, own, "called"),
                "found": _both(one, own, "recall"),
                "false alarms": _both(one, own, "false_alarms"),
                "right": _both(one, own, "accuracy"),
                "the rule": rule_words(by_group[one.group]) if one.group in by_group else "none",
            }
        )
    return rows


def _both(before, after, name: str) -> str:
    first = percent(getattr(before, name))
    return first if after is None else f"{first} → {percent(getattr(after, name))}"


def rule_words(rule: Rule) -> str:
    """ "from 0.42 up", "from 0.42 up; 0.38 to 0.42 in 31 % of cases"."""
    told = f"from {words.plain(rule.upper, 3)} up" if math.isfinite(rule.upper) else "never for sure"
    if rule.lower < rule.upper:
        end = f"to {words.plain(rule.upper, 3)}" if math.isfinite(rule.upper) else "up"
        start = words.plain(rule.lower, 3) if math.isfinite(rule.lower) else "the least"
        told += f"; {start} {end} in {words.percent(rule.between)} of cases"
    if rule.left_to_chance:
        told += f"; {words.percent(rule.left_to_chance)} by lot, yes in {words.percent(rule.blind)}"
    return told

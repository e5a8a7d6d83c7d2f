"""The controls of a grid and of a search: which settings vary, and over which values or ranges."""

from functools import partial

import streamlit as st

from nnviz import escaping, words
from nnviz.errors import SpecError
from nnviz.params import Param
from nnviz.specs import Experiment
from nnviz.studies.any_knob import knobs_of, proposed_range, proposed_values, value_in
from nnviz.studies.knobs import Knob
from nnviz.studies.spec import MOST_VARIANTS, StudySpec
from pages.shared.forms import fields, fold_form
from pages.shared.lessons import explained
from pages.shared.session import state

_SAMPLERS = {"tpe": "TPE", "gp": "Gaussian", "random": "Chance", "grid": "Grid"}
_SPACED = Param(
    "spaced", "int", 3, "From the lowest to the highest.", minimum=2, maximum=10, label="Values of each range"
)
_TRIALS = Param("trials", "int", 16, "", minimum=2, maximum=MOST_VARIANTS)


def grid(base: Experiment) -> StudySpec:
    """Every combination of the values that are typed. Raises SpecError where there are none."""
    values = {}
    for name, knob in _varied(base, ["learning_rate"]).items():
        proposed = proposed_values(knob.param, value_in(base, name))
        draw = _choices if knob.param.kind in ("choice", "bool") else _typed
        values[name] = fields.checked(partial(draw, name, knob, proposed), proposed)
    return StudySpec(base=base, kind="grid", values=values, **fold_form.again())


def search(base: Experiment) -> StudySpec:
    """Ranges to search, and how. Raises SpecError for a range that is none."""
    values = {}
    for name, knob in _varied(base, ["learning_rate", "units"]).items():
        chosen = knob.param.kind in ("choice", "bool")
        proposed = (proposed_values if chosen else proposed_range)(knob.param, value_in(base, name))
        values[name] = fields.checked(partial(_choices if chosen else _range, name, knob, proposed), proposed)
    counted = st.container()
    sampler = st.segmented_control(
        "Drawn by",
        list(_SAMPLERS),
        default="tpe",
        required=True,
        format_func=_SAMPLERS.get,
        key="study.sampler",
        help=explained.help_of(
            "study.sampler",
            "TPE (tree-structured Parzen estimator) draws more where earlier trials did well. A Gaussian process "
            "draws where it expects most: it needs the fewest trials. Chance is what both are measured "
            "against. A grid tries every combination of evenly spaced values.",
        ),
    )
    with counted:
        if sampler == "grid":
            how_many = {"spaced": fields.field(_SPACED, 3, "study.spaced")}
        else:
            how_many = {"count": fields.field(_TRIALS, 16, "study.trials")}
    with st.expander("More"):
        prune = st.toggle("End hopeless trials early", True, key="study.prune", help="When most did better by then.")
        alone = st.toggle(
            "One trial at a time",
            False,
            key="study.alone",
            help="Slower. The same seed then makes the same trials; of trials side by side, the order in which they "
            "end is recorded, and the next ones follow from it.",
        )
    how = {"sampler": sampler, "prune": prune, "at_once": int(alone), **how_many}
    return StudySpec(base=base, kind="search", values=values, **how)


def _varied(base: Experiment, default: list[str]) -> dict[str, Knob]:
    knobs = knobs_of(base)
    chosen = st.multiselect(
        "What varies",
        list(knobs),
        default,
        format_func=lambda name: knobs[name].title,
        key=state.key("study.knobs"),
        help=explained.help_of("study.knobs", "Any setting of the training, of each layer, and of the data."),
    )
    if not chosen:
        raise SpecError("Nothing varies yet.", fix="Choose at least one thing above.", where="knobs")
    return {name: knobs[name] for name in chosen}


def _typed(name: str, knob: Knob, proposed: tuple) -> tuple:
    param, shown = knob.param, ", ".join(words.setting(own) for own in proposed)
    text = explained.help_of(f"study.grid.{name}", "Values separated by commas.")
    typed = st.text_input(escaping.markdown(param.title), shown, key=state.key(f"study.grid.{name}"), help=text)
    values = tuple(dict.fromkeys(param.check(part.strip()) for part in typed.split(",") if part.strip()))
    if not values:
        raise SpecError(f"{param.title} has no values.", fix="Type a few, separated by commas.", where=name)
    return values


def _range(name: str, knob: Knob, proposed: tuple) -> tuple:
    param, ends = knob.param, []
    columns = st.columns(2, vertical_alignment="bottom")
    for column, label, default in zip(columns, ("from", "to"), proposed, strict=True):
        key = f"study.{label}.{name}"
        title = escaping.markdown(f"{param.title} {label}" if label == "from" else "to")
        typed = column.text_input(title, words.setting(default), key=state.key(key), help=explained.help_of(key))
        ends.append(typed)
    ends = [param.check(typed) for typed in ends]
    if ends[0] >= ends[1]:
        raise SpecError(
            f"{param.title}: received from {words.setting(ends[0])} to {words.setting(ends[1])}.",
            expected="the lowest value first, and a higher one",
            where=name,
        )
    return tuple(ends)


def _choices(name: str, knob: Knob, proposed: tuple) -> tuple:
    options = (False, True) if knob.param.kind == "bool" else knob.param.choices
    key = f"study.choices.{name}"
    chosen = st.multiselect(
        escaping.markdown(knob.param.title),
        options,
        list(proposed),
        format_func=lambda own: ("no", "yes")[own] if isinstance(own, bool) else str(own).replace("_", " "),
        key=state.key(key),
        help=explained.help_of(key),
    )
    if len(chosen) < 2:
        raise SpecError(f"{knob.param.title} needs two values or more to vary.", where=name)
    return tuple(chosen)

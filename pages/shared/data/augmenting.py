"""The Augment tab of the Data page: which changes training draws, in which order, beside an example that they are drawn
for while they are chosen."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from nnviz.data.augmentations import AUGMENTATIONS, USUAL, Augmentation, check, suited
from nnviz.data.records import AugmentedExample, DataSummary
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.params import Param
from nnviz.plots import theme
from nnviz.specs import AugmentationSpec, DataSpec
from nnviz.views.packing import pack
from pages.shared import engine, frame
from pages.shared.data import augment_judged, augment_study
from pages.shared.forms.fields import explicit
from pages.shared.lessons import lesson
from pages.shared.session import state, widgets

_KEY = "augment"
_VARIANTS = {"image": 11, "sequence": 8, "vector": 8, "tokens": 6}
_MOST_STEPS, _MOST_NUMBER = 20, 10_000_000
_MOST_INPUTS = 40
"""Inputs of a row that are shown."""
_PERCENT = ("probability", "share", "scale", "factor", "strength")


@dataclass(frozen=True)
class Asked:
    """What stands on the tab.

    Attributes:
        version: of the question, which the answer names.
        steps: the augmentations in their order.
        example, draw: which training example, and the number that its changes are drawn from.
        settled: whether it is meant to stay, rather than a slider being dragged.
        judge: whether the trained network is to be asked what it makes of the changes: 0 no, 1 if it is quick, 2 in any
            case.
        problem: why what the browser asked for cannot be; the steps are then those in hand.
    """

    version: int
    steps: tuple[AugmentationSpec, ...]
    example: int = 0
    draw: int = 1
    settled: bool = True
    judge: int = 0
    problem: str = ""


@cache
def _component():
    return st.components.v2.component("nnviz.augment", js="augment.js", css="augment.css")


def tab(spec: DataSpec, summary: DataSummary) -> DataSpec:
    """Controls and pictures; the specification with the augmentations that were chosen."""
    schema = summary.schema
    if not suited(schema):
        st.caption("These examples cannot be augmented here yet.")
        return spec
    frame.caption(
        "Augmentation changes every training example at random, each time training sees it. Validation and test "
        "examples, and the pictures elsewhere, stay as they are."
    )
    lesson.door("augmentation")
    if schema.further:
        st.caption("The first input is changed; what stands beside it stays as it is.")
    fitting = {entry.name for entry in suited(schema)}
    unfit = [AUGMENTATIONS[own.name].title for own in spec.augmentations if own.name in AUGMENTATIONS.keys() - fitting]
    if unfit:
        st.caption(f"Left out, as it does not suit these examples: {', '.join(unfit)}.")
    spec = spec.replace(augmentations=tuple(own for own in spec.augmentations if own.name in fitting))
    st.fragment(_live)(spec, summary)
    asked = _asked(spec)
    spec = spec.replace(augmentations=asked.steps) if asked.settled else spec
    augment_study.draw()
    return spec


def _live(spec: DataSpec, summary: DataSummary) -> None:
    """The list of changes and the pictures; only these run again while a slider moves."""
    asked, shown = _asked(spec), None
    problem, kind = asked.problem, summary.schema.kind
    chosen = spec.replace(augmentations=asked.steps)
    try:
        shown = engine.call("augmented_example", chosen, asked.example, _VARIANTS[kind], asked.draw)
        if asked.settled and chosen != state.experiment().data:
            state.set_data(chosen, summary.schema, summary.size, summary.sizes["train"])
    except NnvizError as error:
        problem = str(error)
    _component()(
        key=_KEY,
        data={
            "theme": theme.tokens(frame.dark()),
            "subject": _subject(spec),
            "catalog": [_entry(entry) for entry in suited(summary.schema)],
            "usual": _listed(USUAL[kind]),
            "steps": _listed(asked.steps),
            "example": asked.example,
            "draw": asked.draw,
            "version": asked.version,
            "shown": shown and _shown(shown, summary.schema),
            "error": problem,
            "judged": augment_judged.told(asked, chosen, summary),
        },
        on_asked_change=_ignore,
    )


def _listed(steps: tuple[AugmentationSpec, ...]) -> list[dict]:
    return [{"name": own.name, "settings": own.settings} for own in steps]


def _ignore() -> None:
    """Streamlit keeps a state only of a component that has a callback for it."""


def _subject(spec: DataSpec) -> str:
    """What the choices belong to: other data, or another experiment in hand, begin from what is in hand."""
    return f"{state.key(_KEY)}:{spec.replace(augmentations=()).to_json()}"


def _asked(spec: DataSpec) -> Asked:
    """What the browser asks for, or what is in hand. A worker judges whether the steps fit."""
    told = widgets.value(_KEY, {}).get("asked")
    if not isinstance(told, dict) or told.get("subject") != _subject(spec):
        return Asked(0, spec.augmentations)
    numbers = {name: _whole(told, name) for name in ("version", "example", "draw", "judge")}
    steps = told["steps"][:_MOST_STEPS] if isinstance(told.get("steps"), list) else []
    try:
        return Asked(steps=tuple(map(_step, steps)), settled=told.get("settled") is True, **numbers)
    except NnvizError as error:
        return Asked(steps=spec.augmentations, problem=str(error), **numbers)


def _whole(told: dict, name: str) -> int:
    value = told.get(name)
    return min(max(0, value), _MOST_NUMBER) if isinstance(value, int) else 0


def _step(told: Any) -> AugmentationSpec:
    told = told if isinstance(told, dict) else {}
    spec = AugmentationSpec(name=told.get("name"), settings=told.get("settings"))
    return spec.replace(settings=explicit(AUGMENTATIONS[spec.name].params, check(spec)))


def _entry(entry: Augmentation) -> dict:
    return {
        "name": entry.name,
        "title": entry.title,
        "group": entry.group,
        "help": entry.help,
        "note": entry.label_note,
        "params": [_param(param) for param in entry.params],
    }


def _param(param: Param) -> dict:
    form = "degrees" if param.name == "degrees" else "number"
    if param.kind == "float" and param.name in _PERCENT and param.maximum <= 1:
        form = "percent"
    step = 1 if param.kind == "int" or form == "degrees" else 0.01
    return {
        "name": param.name,
        "title": param.title,
        "kind": param.kind,
        "min": param.minimum,
        "max": param.maximum,
        "step": step,
        "default": param.default,
        "choices": list(param.choices),
        "help": param.help,
        "form": form,
    }


def _shown(shown: AugmentedExample, schema: Schema) -> dict:
    original, variants, names = shown.original, shown.variants, list(schema.feature_names)
    if schema.kind == "vector":
        original, variants = original[:_MOST_INPUTS], variants[:, :_MOST_INPUTS]
    return {
        "kind": schema.kind,
        "original": pack(original),
        "variants": pack(variants),
        "words": list(shown.words),
        "label": shown.label,
        "texts": [[list(word) for word in text] for text in shown.texts],
        "names": names[:_MOST_INPUTS],
        "inputs": len(names),
        "count": shown.count,
        "strip": None if shown.strip is None else _strip(shown),
    }


def _strip(shown: AugmentedExample) -> dict:
    return {"images": pack(shown.strip), "labels": list(shown.strip_labels), "start": shown.strip_start}

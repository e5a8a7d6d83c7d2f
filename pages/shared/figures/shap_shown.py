"""SHAP values on the page: what they compare with, one prediction, and many."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.explanation.catalog import METHODS, cost
from nnviz.explanation.shap_records import WHOLE, ShapValues
from nnviz.explanation.target import Chosen
from nnviz.inspection.examples import Examples
from nnviz.plots import attribution
from nnviz.plots import shap as shap_plots
from pages.shared import engine, frame
from pages.shared.figures import in_parts, lines, targets, views
from pages.shared.figures.targets import number_words, target_words, unit_words
from pages.shared.session import selection, state

_CHOICES = {"sample": "Drawn at random", "kmeans": "One of each group (k-means)", "zeros": "One of zeros"}
_OFFERED = {"vector": ("sample", "kmeans", "zeros"), "tokens": ("sample",)}
_METHODS = ("expected_gradients", "permutation_shap", "shap_library")
_ALONE = ("shap_library",)
"""Methods that explain one table alone."""
_ROWS = {"vector": 50}
_MOST_CLASSES = 7
_IMAGES = 4
"""Axes of images of several examples."""
_FAR = 0.1
"""From this share of the difference on, values that do not add up are a warning."""
_KINDS = {"vector": "waterfall", "image": "image", "tokens": "text"}
_COUNTS = (20, 50, 100, 200, 500)
_PICTURES = {"bar": "Importance", "beeswarm": "Swarm", "scatter": "One column"}


@dataclass(frozen=True)
class Comparison:
    """By which method, and with what, examples are compared."""

    method: str
    choice: str
    rows: int


@dataclass(frozen=True)
class Maps:
    """The classes of an image whose maps are drawn side by side, and the class that they are compared with."""

    classes: tuple[int, ...]
    against: int | None

    @property
    def first(self) -> Chosen:
        """The first of them, as one target."""
        return self.classes[0] if self.against is None else (self.classes[0], self.against)


def choose_target(held_out: Examples, position: int) -> Chosen | Maps:
    """What is explained: for images some classes, at first the three likeliest; one number otherwise."""
    names = held_out.schema.class_names
    if held_out.schema.kind != "image" or not names:
        return targets.choose_target(held_out, position)
    likely = np.argsort(-held_out.meaning.by_class(held_out.predictions)[position], kind="stable")
    first = selection.target(len(names))
    likely = likely if first is None else np.array([first, *likely[likely != first]])
    chosen = st.multiselect(
        "Labels" if held_out.schema.has_labels else "Classes",
        range(len(names)),
        [int(k) for k in likely[:3]],
        format_func=names.__getitem__,
        max_selections=_MOST_CLASSES,
        key=state.key(f"shap.classes.{position}.{first}"),
    )
    classes = tuple(chosen) or (int(likely[0]),)
    others = [k for k in range(len(names)) if (k,) != classes]
    against = targets.rather_than(others, names.__getitem__, f"shap.{position}")
    return Maps(tuple(k for k in classes if k != against) or classes, against)


def choose_comparison(held_out: Examples) -> Comparison:
    """Draws the controls of the method and of what is compared with."""
    kind = held_out.schema.kind
    offered = _OFFERED.get(kind, ("sample", "kmeans", "zeros"))
    choice = st.selectbox(
        "Compared with training examples",
        offered,
        format_func=_CHOICES.get,
        key=state.key("shap.choice"),
        help="The values say how the prediction moves away from the mean prediction of these examples.",
    )
    rows = 1
    if choice != "zeros":
        rows = st.slider("How many", 5, 200, _ROWS.get(kind, 20), 5, key=state.key("shap.rows"))
    method = _METHODS[0]
    if kind == "vector":
        several = bool(held_out.schema.further)
        method = st.selectbox(
            "Method",
            [name for name in _METHODS if not (several and name in _ALONE)],
            format_func=lambda name: METHODS[name].title,
            key=state.key("shap.method"),
            persist_state="session",
        )
    st.caption(f"{METHODS[method].help} {METHODS[method].guarantee}")
    return Comparison(method, choice, rows)


def has_columns(held_out: Examples) -> bool:
    """Whether examples have columns, of which many can be compared: those of a table alone or beside another input."""
    return held_out.schema.kind == "vector" or bool(held_out.schema.further)


def choose_view() -> str:
    """ "one" prediction or "many"."""
    named = {"one": "One prediction", "many": "Many examples"}
    return st.segmented_control(
        "Shown",
        list(named),
        default="one",
        required=True,
        format_func=named.get,
        key=state.key("shap.view"),
        label_visibility="collapsed",
    )


def one(run_id: str, key: str, held_out: Examples, position: int, target: Chosen | Maps, asked: Comparison) -> None:
    """The values of one example, in the picture that fits the data."""
    split, index = held_out.split, int(held_out.indexes[position])
    if isinstance(target, Maps):
        task, several = "shap_maps", len(target.classes)
        arguments = (run_id, split, index, target.classes, target.against, asked.choice, asked.rows)
    else:
        task, several = "shap", 1
        arguments = (run_id, split, (index,), target, asked.method, asked.choice, asked.rows)
    own, passes = f"{key}:{arguments}", _cost(held_out, asked, several)
    if engine.answered(task, own) is None and not passes.is_small(held_out.schema.shapes):
        st.caption(f"This takes {passes.words}, which may be several seconds or more.")
        if not st.button("Explain this example", icon=":material/play_arrow:", type="primary", key="shap-go"):
            return
    shap = engine.ask_once(task, *arguments, key=own, what="Comparing with other examples")
    if held_out.schema.kind != "vector" or not shap.further:
        views.figure(lambda: _picture(shap, held_out, position), "shap", own, lambda: _table(shap))
    if shap.further:
        _images_beside(shap, held_out, own)
        _all_inputs(shap, held_out, own)
    st.markdown(escaping.markdown(_said(shap, held_out)))
    _quiet(shap, held_out)
    _lines(task, arguments, _KINDS.get(held_out.schema.kind))


def many(run_id: str, key: str, held_out: Examples, target: Chosen | Maps, asked: Comparison) -> None:
    """The values of many examples: which columns count, and how."""
    target = target.first if isinstance(target, Maps) else target
    total = len(held_out.indexes)
    counts = sorted({min(total, count) for count in _COUNTS})
    count = st.select_slider("Examples", counts, min(total, 100), key=state.key("shap.count"), width=320)
    everything = tuple(int(k) for k in held_out.indexes[:count])
    arguments = (target, asked.method, asked.choice, asked.rows)
    questions = in_parts.Questions("shap", (run_id, held_out.split), everything, arguments, key)
    passes = partial(_cost, held_out, asked)
    answers = in_parts.ask(questions, passes, held_out.schema.shapes, "Explain", "shap-all")
    if answers is None:
        return
    shap = ShapValues.joined(answers)
    shap = shap if shap.columns and not shap.further else shap.as_columns(f"the {held_out.schema.first_noun}")
    _draw_many(shap, held_out, f"{key}:{target}:{asked}:{count}")
    _quiet(shap, held_out)
    _lines("shap", (run_id, held_out.split, everything, *arguments), "beeswarm")


def _draw_many(shap: ShapValues, held_out: Examples, key: str) -> None:
    options = {"dark": frame.dark(), "narrow": frame.narrow(), "unit": unit_words(shap.target, held_out)}
    picture = st.segmented_control(
        "Picture",
        list(_PICTURES),
        default="beeswarm",
        required=True,
        format_func=_PICTURES.get,
        key=state.key("shap.picture"),
        label_visibility="collapsed",
    )
    column = None
    if picture == "scatter":
        order = [int(k) for k in np.argsort(-shap.importance, kind="stable") if not _is_whole(shap, k)]
        column = st.selectbox("Column", order, format_func=shap.names.__getitem__, key=state.key("shap.column"))
    views.figure(
        lambda: shap.figure(picture, column=column, **options),
        f"shap-{picture}",
        f"{key}:{column}",
        lambda: pd.DataFrame(shap.values, columns=list(shap.names)),
    )


def _is_whole(shap: ShapValues, column: int) -> bool:
    """Whether a column stands for a whole input, such as an image, which has no value of its own."""
    return bool(shap.columns) and shap.columns[column].kind == WHOLE


def _images_beside(shap: ShapValues, held_out: Examples, key: str) -> None:
    """The maps of images that stand beside the first input."""
    labels = [shap.target.label(k) for k in range(len(shap))]
    for part in shap.further:
        if part.values.ndim != _IMAGES:
            continue
        images = held_out.further[part.name]
        pixels = (float(images.min()), float(images.max()))
        st.markdown(f"##### {escaping.markdown(part.name)}")
        views.figure(
            partial(shap_plots.image_maps, part.data[0], part.values, labels, frame.dark(), pixel_range=pixels,
                    narrow=frame.narrow()),
            f"shap-{part.name}",
            f"{key}:{part.name}",
        )  # fmt: skip


def _all_inputs(shap: ShapValues, held_out: Examples, key: str) -> None:
    """One waterfall over all inputs: a table's columns, and whatever is no table as one step."""
    place = 0
    if len(shap) > 1:
        labels = [shap.target.label(k) for k in range(len(shap))]
        place = st.segmented_control(
            "All inputs together, for",
            range(len(shap)),
            default=0,
            required=True,
            format_func=labels.__getitem__,
            key=state.key("shap.together"),
        )
    columns = shap.as_columns(f"the {held_out.schema.first_noun}")
    options = {"unit": unit_words(shap.target_of(place), held_out), "narrow": frame.narrow()}
    views.figure(
        lambda: columns.figure("waterfall", example=place, dark=frame.dark(), **options),
        "shap-together",
        f"{key}:{place}",
        lambda: _table(columns, place),
    )


def _picture(shap: ShapValues, held_out: Examples, position: int):
    narrow, dark, kind = frame.narrow(), frame.dark(), held_out.schema.kind
    if kind == "image":
        pixels = held_out.pixel_range
        return shap.figure("image", dark=dark, pixel_range=pixels, narrow=narrow)
    if kind == "tokens":
        return shap.figure("text", dark=dark, tokens=held_out.value_texts(position), columns=5 if narrow else 12)
    if kind == "sequence":
        return attribution.sequence_attribution(shap.data[0], shap.values[0], dark)
    unit = unit_words(shap.target, held_out)
    return shap.figure("waterfall", dark=dark, unit=unit, narrow=narrow)


def _said(shap: ShapValues, held_out: Examples) -> str:
    """ "The probability of malignant is 96 %; the mean over the comparison examples is 38 %."."""
    sentences = []
    for i in range(len(shap)):
        own = shap.target_of(i)
        number, mean = (number_words(float(array[i]), own, held_out) for array in (shap.output, shap.base))
        named = target_words(own, held_out)
        compared = f"; its mean over the comparison examples is {mean}" if len(shap) > 1 else ""
        sentences.append(f"{named[0].upper()}{named[1:]} is {number}{compared}.")
    return " ".join(sentences)


def _quiet(shap: ShapValues, held_out: Examples) -> None:
    """What was compared with, and whether the values add up."""
    mean = ""
    if len(set(np.round(shap.base, 6))) == 1:
        where = "for it the number" if shap.background_size == 1 else "their mean"
        mean = f"; {where} is {number_words(float(shap.base[0]), shap.target_of(0), held_out)}"
    compared = f"Compared with {shap.background}{mean}. {_adding_up(shap)} It took {words.plain(shap.seconds, 2)} s."
    st.caption(escaping.markdown(compared))


def _adding_up(shap: ShapValues) -> str:
    """Whether the values add up, in a sentence."""
    worst = float(np.max(shap.relative_residual))
    if not np.isfinite(worst):
        return "Some of these numbers are not finite, so nothing adds up."
    if worst > _FAR:
        return f"The values miss the difference by up to {words.percent(worst)}: do not rely on them."
    return f"The values add up to the difference within {words.within(worst)}."


def _cost(held_out: Examples, asked: Comparison, examples: int):
    rows = 1 if asked.choice == "zeros" else asked.rows
    return cost(asked.method, examples, held_out.schema.shapes, background_rows=rows)


def _lines(task: str, arguments: tuple, kind: str | None) -> None:
    function = {"shap": "shap_of_run", "shap_maps": "shap_maps_of_run"}[task]
    after = f'shap.figure("{kind}").show()' if kind else ""
    lines.lines("nnviz.explanation.shap_of_run", function, arguments, "shap", after)


def _table(shap: ShapValues, example: int = 0) -> pd.DataFrame:
    if shap.columns:
        own = {"value": shap.texts(example), "SHAP value": shap.values[example]}
        return pd.DataFrame({"column": shap.names, **own})
    return views.as_table(shap.values)

"""What excites one unit: the examples with its largest and its smallest responses, each with the part that counts."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.examples import Examples
from nnviz.inspection.unit_records import InputParts, UnitResponses
from nnviz.plots import bars, units
from nnviz.plots.images import image_grid
from nnviz.plots.series import series_grid
from nnviz.views.unit_crops import spotlit
from pages.shared import engine, frame
from pages.shared.data.pictures import marked_words
from pages.shared.figures import lines, tables, views
from pages.shared.inside.chosen import Chosen

_MOST_COLUMNS, _TEXTS = 12, 6


def show(chosen: Chosen, held_out: Examples, responses: UnitResponses, unit: int) -> None:
    """The examples that excite it most and least, and its mean response to each class."""
    st.markdown(_sentence(held_out, responses, unit))
    if responses.dead[unit] or responses.broken[unit] == responses.examples:
        return
    left, right = st.columns([70, 30], gap="medium") if responses.class_means is not None else (st.container(), None)
    with left:
        for least in (False, True):
            _examples(chosen, held_out, responses, unit, least)
    if right is not None:
        with right:
            _classes(chosen, held_out, responses, unit)
    asked = chosen.run.reference, held_out.split, chosen.layer
    after = f"print(found.most[{unit}], found.most_values[{unit}])"
    lines.lines("nnviz.inspection.units_of_run", "unit_responses", asked, "found", after)


def _sentence(held_out: Examples, responses: UnitResponses, unit: int) -> str:
    if responses.broken[unit] == responses.examples:
        return f"**Unit {unit + 1:,}** has no response that is a number."
    if responses.dead[unit]:
        value = words.plain(float(responses.maximum[unit]), 3)
        return f"**Unit {unit + 1:,}** is dead: it answers every example with {value}."
    low, high, mean = (
        words.plain(float(own[unit]), 3) for own in (responses.minimum, responses.maximum, responses.mean)
    )
    sentence = f"**Unit {unit + 1:,}** responds from {low} to {high}, on average {mean}."
    if responses.preferred is None:
        return sentence
    name = escaping.markdown(held_out.schema.class_names[responses.preferred[unit]])
    sentence += f" It responds most to **{name}**; which class an example has explains "
    sentence += f"{words.percent(float(responses.between[unit]))} of how its responses differ."
    selectivity = float(responses.selectivity[unit])
    return sentence + (f" Its class selectivity is {words.plain(selectivity, 2)}." if np.isfinite(selectivity) else "")


def _examples(chosen: Chosen, held_out: Examples, responses: UnitResponses, unit: int, least: bool) -> None:
    values = (responses.least_values if least else responses.most_values)[unit]
    positions = (responses.least if least else responses.most)[unit]
    places = (responses.least_places if least else responses.most_places)[unit]
    usable = np.isfinite(values)
    if not usable.any():
        return
    st.subheader("Excite it least" if least else "Excite it most", anchor=False)
    idle = least and responses.minimum[unit] == responses.lowest[unit] and responses.idle[unit] > 1
    if idle:
        at = words.plain(float(responses.minimum[unit]), 3)
        st.caption(
            f"{responses.idle[unit]:,} of {responses.examples:,} examples give {at}: nothing in them excites it."
        )
    asked = tuple(int(k) for k in positions[usable]), tuple(int(k) for k in places[usable])
    question = chosen.run.reference, held_out.split, chosen.layer, unit, *asked
    captions = [_caption(held_out, int(k), float(value)) for k, value in zip(positions, values, strict=True)]
    name = f"unit-{unit + 1}-{'least' if least else 'most'}"
    try:
        parts = engine.ask_once(
            "unit_parts", *question, key=f"{chosen.key}:{question}", what="Finding the part that counts"
        )
    except NnvizError as error:
        st.caption(f"Which part counts cannot be told. {escaping.markdown(error)}")
        return _whole(held_out, positions[usable], captions, name, f"{chosen.key}:{question}")
    first, *others = parts
    if others and not first.slopes.any() and not idle:
        st.caption("Nothing of the first input reaches this unit: it looks at what stands beside.")
    _drawn(held_out, first, positions[usable], captions, name, f"{chosen.key}:{question}", marked=not idle)
    _beside(held_out, others, name, f"{chosen.key}:{question}")


def _whole(held_out: Examples, positions: np.ndarray, captions: list[str], name: str, key: str) -> None:
    """Some examples as they are: where a slope cannot be had."""
    if held_out.schema.kind == "image":
        images = held_out.thumbnails(positions, 10**6)
        return views.figure(partial(image_grid, images, captions, frame.dark(), narrow=frame.narrow()), name, key)
    rows = [held_out.value_texts(int(k))[:_MOST_COLUMNS] for k in positions]
    names = list(held_out.schema.feature_names)[:_MOST_COLUMNS] or [f"{k + 1}" for k in range(len(rows[0]))]
    table = pd.DataFrame(rows, columns=names if len(names) == len(rows[0]) else None)
    tables.shown(pd.concat([pd.Series(captions, name="response · true"), table], axis=1), hide_index=True)
    return None


def _beside(held_out: Examples, others: list[InputParts], name: str, key: str) -> None:
    """What the columns beside the first input add to the unit's value, on average."""
    for further, own in zip(held_out.schema.further, others, strict=False):
        effects = own.effects.reshape(len(own.effects), -1).mean(0)
        if effects.any() and len(further.feature_names) == len(effects):
            _effects(
                effects, further.feature_names, "from zero as the network is given them", f"{name}-{further.name}", key
            )


def _caption(held_out: Examples, position: int, value: float) -> str:
    truth = views.truth_words(held_out.schema, held_out.truth[position : position + 1])[0]
    return f"{words.plain(value, 3)} · {truth}"


def _drawn(
    held_out: Examples, parts: InputParts, positions: np.ndarray, captions: list[str], name: str, key: str, marked: bool
):
    """Some examples in the form of their kind, with the part that counts marked where one does."""
    schema, dark, narrow = held_out.schema, frame.dark(), frame.narrow()
    if schema.kind == "image":
        boxes = [parts.box(row)[:2] for row in range(len(positions))]
        images = held_out.thumbnails(positions, 10**6)
        images = spotlit(images, boxes) if marked else images
        columns = 4 if narrow else 6
        return views.figure(partial(image_grid, images, captions, dark, columns=columns, narrow=narrow), name, key)
    if schema.kind == "sequence":
        steps = np.zeros(held_out.inputs.shape[:2], bool)[: len(positions)]
        for row in range(len(positions)):
            steps[row][parts.box(row)[0]] = marked
        some = slice(4 if narrow else 8)
        grid = partial(series_grid, held_out.inputs[positions[some]], captions[some], schema.feature_names, steps[some],
                       dark, narrow=narrow)  # fmt: skip
        return views.figure(grid, name, key)
    if schema.kind == "tokens":
        for row, position in enumerate(positions[:_TEXTS].tolist()):
            st.markdown(
                f":gray[{escaping.markdown(captions[row])}]  \n{_marked(held_out, parts.effects[row], position)}"
            )
        return None
    return _columns(held_out, parts, positions, name, key)


def _marked(held_out: Examples, effects: np.ndarray, position: int) -> str:
    """A text with the words marked that count for half of what all count for together."""
    sizes = np.abs(np.asarray(effects, float))
    order = np.argsort(-sizes)
    enough = int(np.searchsorted(np.cumsum(sizes[order]), sizes.sum() / 2)) + 1
    counts = np.zeros(len(sizes), bool)
    counts[order[: min(enough, 8)]] = sizes.sum() > 0
    return marked_words(held_out.value_texts(position), counts)


def _columns(held_out: Examples, parts: InputParts, positions: np.ndarray, name: str, key: str) -> None:
    effects = parts.effects.reshape(len(positions), -1).mean(0)
    names = held_out.schema.feature_names
    names = names if len(names) == len(effects) else [f"input {k + 1:,}" for k in range(len(effects))]
    _effects(effects, names, "against the mean row", name, key)


def _effects(effects: np.ndarray, names, against: str, name: str, key: str) -> None:
    order = np.argsort(-np.abs(effects))[:_MOST_COLUMNS]
    labels = [names[k] for k in order.tolist()]
    sentence = f"What each column adds to its value, on average, {against}: slope times difference."
    views.figure(
        lambda: bars.bar_chart(effects[order], labels, frame.dark(), "", sentence, 90 + 22 * len(labels)),
        name,
        key,
        lambda: pd.DataFrame({"column": labels, "effect": effects[order]}),
    )


def _classes(chosen: Chosen, held_out: Examples, responses: UnitResponses, unit: int) -> None:
    st.subheader("By class", anchor=False)
    means, names = responses.class_means[:, unit], held_out.schema.class_names
    views.figure(
        lambda: units.by_class(means, names, frame.dark()),
        f"unit-{unit + 1}-classes",
        f"{chosen.key}:{chosen.layer}:{unit}:{held_out.split}",
        lambda: pd.DataFrame({"class": names[: len(means)], "mean response": means}),
    )

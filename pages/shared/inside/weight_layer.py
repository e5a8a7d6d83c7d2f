"""The weights of one layer: as pictures, beside what they began with, their spectrum, and how they moved."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.inspection.weight_records import WeightHistory, WeightPicture
from nnviz.plots import spectra
from nnviz.plots import weights as plots
from pages.shared import engine, frame
from pages.shared.figures import lines, views
from pages.shared.inside.chosen import Chosen
from pages.shared.session import selection, state

_ENOUGH = 20
_NEAR = 4


def show(chosen: Chosen) -> None:
    """All that is told of one weight of the chosen layer; a sentence for a layer that has none."""
    question = chosen.run.reference, chosen.layer
    pictures = engine.ask_once("weight_pictures", *question, key=f"{chosen.key}:{question}", what="Fetching weights")
    if not pictures:
        return _without(chosen)
    names = [own.name for own in pictures]
    name = names[0]
    if len(names) > 1:
        key = state.key(f"weights.which.{chosen.layer}")
        name = st.segmented_control(
            "Weight",
            names,
            default=name,
            required=True,
            key=key,
            label_visibility="collapsed",
            format_func=escaping.markdown,
        )
    picture = pictures[names.index(name)]
    _picture(chosen, picture)
    _numbers(picture)
    _flaws(chosen, picture)
    if picture.values.size >= _ENOUGH:
        _spread(chosen, picture)
    _over_time(chosen, picture)
    lines.lines("nnviz.inspection.weights_of_run", "weight_pictures", question, "pictures")


def _without(chosen: Chosen) -> None:
    """Says that the layer has no weights, with doors to the nearest ones that have."""
    st.caption(f"{escaping.markdown(chosen.layer)} has no weights: it computes without learning anything.")
    paths = [row.path for row in chosen.layers]
    own = paths.index(chosen.layer)
    near = sorted((abs(place - own), place) for place, row in enumerate(chosen.layers) if row.parameters)[:_NEAR]
    with st.container(horizontal=True, gap="small"):
        for _, place in sorted(near, key=lambda one: one[1]):
            path = paths[place]
            st.button(escaping.markdown(path), key=f"weights-of-{path}", on_click=partial(selection.choose_layer, path))


def _picture(chosen: Chosen, own: WeightPicture) -> None:
    """All units' weights, for one input channel of kernels or in colour; or those of the chosen unit alone."""
    values, dark, narrow = plots.as_filters(own.values, own.layer_kind), frame.dark(), frame.narrow()
    unit, name, key = chosen.unit, f"weights-{own.name}", f"{chosen.key}:{chosen.layer}"
    counts = values.ndim > 1 and "recurrent" not in own.name and not own.is_part
    if unit is not None and counts and unit < values.shape[-1] and _alone(chosen, unit):
        names, title = _input_names(chosen, own), f"{own.name} of unit {unit + 1:,}"
        make = partial(plots.of_unit, values, unit, dark, title=title, names=names, narrow=narrow)
        return views.figure(make, name, f"{key}:unit {unit}", partial(views.as_table, values[..., unit]))
    if values.ndim == 4 and values.shape[2] == 3 and _in_colour(chosen):
        limit = words.plain(float(np.nanmax(np.abs(values))), 3)
        views.figure(
            partial(plots.in_colour, values, dark, narrow), name, f"{key}:colour", partial(views.as_table, values)
        )
        return st.caption(
            f"Red, green and blue of what each filter looks for. Grey is 0, full colour {limit} or −{limit}."
        )
    channel, count = 0, plots.input_channels(values)
    if count > 1:
        channel = st.slider("Input channel", 1, count, 1, key=state.key(f"weights.{chosen.layer}.{own.name}")) - 1
    names = _input_names(chosen, own)
    make = partial(plots.weight, values, dark, channel=channel, title=own.name, narrow=narrow, inputs=names)
    return views.figure(make, name, f"{key}:{channel}", partial(views.as_table, values))


def _in_colour(chosen: Chosen) -> bool:
    """Whether a first layer's kernels for red, green and blue are to be seen as one picture each."""
    if chosen.layer != chosen.layers[0].path or chosen.held_out.schema.kind != "image":
        return False
    return st.toggle("In colour", True, key=state.key(f"weights.colour.{chosen.layer}"))


def _alone(chosen: Chosen, unit: int) -> bool:
    """Whether the chosen unit's weights are to be seen, and not all."""
    key, name = state.key(f"weights.alone.{chosen.layer}"), f"Unit {unit + 1:,} alone"
    return st.toggle(name, True, key=key, help="Its own incoming weights; otherwise those of all units.")


def _input_names(chosen: Chosen, own: WeightPicture) -> tuple[str, ...]:
    """What a first layer's inputs are called: the columns of a table, or the words of an embedding."""
    schema = chosen.held_out.schema
    if own.layer_kind == "Embedding" and len(schema.token_names) == own.shape[0]:
        return tuple(name or "(nothing)" for name in schema.token_names)
    first = chosen.layer == chosen.layers[0].path and schema.kind == "vector" and not schema.further
    return tuple(schema.feature_names) if first and len(schema.feature_names) == own.shape[0] else ()


def _numbers(own: WeightPicture) -> None:
    told = {"Shape": words.shape(own.shape), "Type": own.dtype}
    if own.spectrum is not None and own.spectrum.values.size:
        found, most = own.spectrum, len(own.spectrum.values)
        told |= {
            "Norm": words.plain(found.norm, 3),
            "Largest singular value": words.plain(found.largest, 3),
            "Effective rank": f"{words.plain(found.effective_rank, 3)} of {most:,}",
            "Stable rank": words.plain(found.stable_rank, 3),
        }
    if np.isfinite(own.moved):
        told["Moved since the start"] = words.percent(own.moved)
    views.numbers(told, "weight")
    if own.is_part:
        st.caption("Pictures and spread are of its first 256 inputs and units; the numbers are of all.")
    learned = "Learned" if own.trainable else "Kept, not learned by the gradient"
    st.caption(f"{learned}. {views.summary_words(own.summary).capitalize()}.")


def _flaws(chosen: Chosen, own: WeightPicture) -> None:
    """What is wrong with units, by their weights and by how they respond to the examples."""
    told = list(own.sentences)
    try:
        question = chosen.run.reference, chosen.held_out.split, chosen.layer
        responses = engine.ask_once(
            "unit_responses", *question, key=f"{chosen.key}:{question}", what="Looking for dead units"
        )
        told += responses.sentences
    except NnvizError:
        pass  # a layer without units has no dead ones
    for sentence in told:
        st.markdown(f":material/warning: {escaping.markdown(sentence)}")


def _spread(chosen: Chosen, own: WeightPicture) -> None:
    left, right = st.columns(2, gap="medium")
    key = f"{chosen.key}:{chosen.layer}:{own.name}"
    with left:
        st.subheader("Their spread", anchor=False)
        density = None if own.law is None or own.law.shape in ("", "constant") else own.law.density
        law = "" if own.law is None else f"what {own.law.name} draws"
        views.figure(
            lambda: spectra.against_start(own.values, own.first, density, law, frame.dark()),
            "weights-spread",
            key,
            partial(views.as_table, own.values),
        )
        st.caption(_began(own))
    if own.spectrum is None or not own.spectrum.values.size:
        return
    with right:
        st.subheader("Their singular values", anchor=False)
        first = None if own.first_spectrum is None else own.first_spectrum.values
        views.figure(
            lambda: spectra.spectrum(own.spectrum.values, frame.dark(), first),
            "weights-spectrum",
            key,
            lambda: pd.DataFrame({"singular value": own.spectrum.values}),
        )
        frame.caption(
            f"Of the matrix with {own.spectrum.rows:,} inputs and {own.spectrum.columns:,} units. A few large ones and "
            "many small ones: the layer looks in few directions."
        )


def _began(own: WeightPicture) -> str:
    if own.law is None:
        return "The layer does not say what its first values were drawn from."
    if own.law.shape == "constant":
        return f"At the start all were {words.plain(own.law.mean, 3)} ({own.law.name})."
    if np.isfinite(own.law.std):
        return f"{own.law.name} draws first values with a deviation of {words.plain(own.law.std, 3)}; now it is " + (
            f"{words.plain(own.summary.std, 3)}."
        )
    return f"Its first values came from {own.law.name}."


def _over_time(chosen: Chosen, own: WeightPicture) -> None:
    history = history_of(chosen)
    row = None if history is None else history.of(own.path)
    if row is None or len(history.epochs) < 2:
        return
    st.subheader("Over the training", anchor=False)
    measure = measure_of(own.spectrum is not None)
    values = getattr(history, measure)[row : row + 1]
    title = MEASURES[measure]
    views.figure(
        lambda: spectra.over_epochs(
            history.epochs, values, [own.name], title, frame.dark(), shown_epoch(chosen, history)
        ),
        "weights-over-epochs",
        f"{chosen.key}:{own.path}:{measure}",
        lambda: pd.DataFrame({"epoch": history.epochs, title: values[0]}),
    )


MEASURES = {"norms": "Root mean square", "distances": "Distance from the start, as a share", "ranks": "Effective rank"}


def measure_of(has_rank: bool = True) -> str:
    """Draws the choice of what is followed over the epochs."""
    return st.segmented_control(
        "Over the training",
        [name for name in MEASURES if has_rank or name != "ranks"],
        default="norms",
        required=True,
        format_func=MEASURES.get,
        key=state.key(f"weights.measure.{has_rank}"),
        label_visibility="collapsed",
    )


def history_of(chosen: Chosen) -> WeightHistory | None:
    """All weights at the recorded moments; None for a run that recorded none, such as an opened file."""
    run = chosen.run
    if not run.weight_ids():
        return None
    newest = f"{run.id}:{run.weight_ids()[-1]}"
    return engine.ask_once("weight_history", run.id, key=newest, what="Reading the recorded weights")


def shown_epoch(chosen: Chosen, history: WeightHistory) -> float | None:
    """The epoch of the chosen moment, where one is chosen."""
    steps = chosen.run.weight_ids()
    if chosen.moment is None or not steps or not steps[-1]:
        return None
    return float(history.epochs[-1]) * chosen.moment / steps[-1]

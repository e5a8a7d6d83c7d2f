"""Steps fitted one after the other on the training examples alone."""

from collections.abc import Sequence

import numpy as np

from nnviz import paths
from nnviz.data.column import Column
from nnviz.data.preparing import steps as catalog
from nnviz.data.preparing.carried import steps as carried
from nnviz.data.preparing.fitting.state import State
from nnviz.data.preparing.pipeline import Feature, Pipeline
from nnviz.data.preparing.scales import IN_PLACE, WHOLE
from nnviz.errors import DataError, unknown_name
from nnviz.specs import StepSpec

MOST_FEATURES = 2_000


def fit(
    steps: Sequence[StepSpec],
    parts: dict[str, np.ndarray],
    columns: Sequence[Column],
    kind: str,
    others: Sequence[str] = (),
    padded: bool = False,
) -> Pipeline:
    """The pipeline that the training examples ask for.

    Args:
        steps: in order; those that are switched off are passed over.
        parts: training examples alone, as `parts_of` gives them.
        columns: of a table; () for images and sequences.
        kind: of the examples.
        others: names of columns that are no inputs; steps may name them, and pass them over.
        padded: whether these are sequences with lengths of their own.

    Raises:
        SpecError: for a step, a setting or a column that there is not.
        DataError: where no input comes of it, or too many.
    """
    state = begun(parts, columns, kind)
    known = [*(column.name for column in columns), *others]
    last = max((place for place, spec in enumerate(steps) if spec.on), default=0)
    all_fitted = [advance(state, spec, known, place == last) for place, spec in enumerate(steps)]
    fitted = [own for own in all_fitted if own is not None]
    left = {name: {} for name, column_kind in state.kinds.items() if column_kind == "category"}
    if left:
        fitted.append({"name": "left_out", "columns": left})
        _advance(state, fitted[-1])
    if not columns:
        return Pipeline(kind, (), tuple(fitted), shape=parts[WHOLE].shape[1:], padded=padded)
    return _finished(state, fitted, tuple(columns), kind)


def advance(state: State, spec: StepSpec, known: Sequence[str], last: bool = False) -> dict | None:
    """The step fitted to the examples in `state`, which it then changes; None for one that is switched off.

    Args:
        known: the names of all columns, which steps may name.
        last: whether nothing is fitted behind it, so that numbers may stay as they are.

    Raises:
        SpecError: for a step, a setting or a column that there is not.
    """
    settings = catalog.check(spec)
    if not spec.on:
        return None
    own = {"name": spec.name, **_fitted(spec, settings, state, known)}
    _advance(state, own, unchanged=last and spec.name in IN_PLACE)
    return own


def begun(parts: dict[str, np.ndarray], columns: Sequence[Column], kind: str) -> State:
    """The state before the first step: the arguments as in `fit`."""
    if not columns:
        return State(parts, {WHOLE: kind}, {}, {WHOLE: WHOLE})
    return State(
        parts,
        {column.name: column.kind for column in columns},
        {column.name: column.categories for column in columns},
        {column.name: column.name for column in columns},
    )


def _fitted(spec: StepSpec, settings: dict, state: State, known: Sequence[str]) -> dict:
    for name in spec.columns:
        if name not in known:
            raise unknown_name("column", name, list(known) or ["none, since the examples are no table"])
    suits = catalog.STEPS[spec.name].suits
    chosen = [
        name
        for name, kind in state.kinds.items()
        if kind in suits and (not spec.columns or state.source[name] in spec.columns)
    ]
    return paths.resolve(catalog.STEPS[spec.name].function)(state, settings, chosen)


def _advance(state: State, fitted: dict, unchanged: bool = False) -> None:
    """The state behind a fitted step: its columns changed, and what they are now."""
    categories = dict(state.categories)
    if not unchanged:
        state.parts = carried.STEPS[fitted["name"]](state.parts, fitted, categories)
    state.categories = categories
    for name, own in fitted["columns"].items():
        for into in own.get("into", ()):
            state.source[into] = state.source[name]
            state.kinds[into] = _kind_after(fitted["name"], own, into)
        if fitted["name"] == "scale" and state.kinds[name] == "date":
            state.kinds[name] = "number"
    state.kinds = {name: state.kinds[name] for name in state.parts}


def _kind_after(step: str, own: dict, into: str) -> str:
    if step == "categories":
        return {"ordinal": "number", "embedding": "embedded"}.get(own["how"], "switch")
    if step == "dates":
        form = own["parts"][own["into"].index(into)][1]
        return "number" if form == "number" else "switch"
    return "switch"


def _finished(state: State, fitted: list[dict], columns: tuple[Column, ...], kind: str) -> Pipeline:
    if not state.parts:
        raise DataError(
            "No input is left: no step turns these columns into numbers.",
            fix="Switch a step on that does, such as one-hot for categories.",
            where="steps",
        )
    if len(state.parts) > MOST_FEATURES:
        raise DataError(
            f"These columns become {len(state.parts):,} inputs.",
            expected=f"at most {MOST_FEATURES:,}",
            fix="Ignore columns that have many different values, or hash them.",
            where="steps",
        )
    vocabulary = _embedded(state, fitted)
    places = {column.name: place for place, column in enumerate(columns)}
    features = tuple(
        Feature(name, places[state.source[name]], state.kinds[name] in ("switch", "boolean")) for name in state.parts
    )
    return Pipeline("tokens" if vocabulary else kind, columns, tuple(fitted), features, vocabulary)


def _embedded(state: State, fitted: list[dict]) -> int:
    """How many whole numbers an Embedding layer has to know, each column's counted on from the one before; 0 for none.

    Raises:
        DataError: where other inputs stand beside them.
    """
    inside = [name for name in state.parts if state.kinds[name] == "embedded"]
    if not inside:
        return 0
    others = [name for name in state.parts if name not in inside]
    if others:
        raise DataError(
            f"{inside[0]} is a whole number for an Embedding layer, and {others[0]} is none.",
            expected="only such numbers in this input, since an Embedding layer takes all of them",
            fix="Choose one-hot, or do without the inputs that say what was missing.",
            where="steps",
        )
    count = 0
    for step in fitted:
        for own in step["columns"].values():
            if own.get("how") == "embedding":
                own["start"] = count
                count += len(own["names"])
    return count

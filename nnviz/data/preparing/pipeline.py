"""Steps of preparation, fitted one after the other on the training examples; kept as numbers and words."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz import paths
from nnviz.data.column import Column
from nnviz.data.preparing import steps as catalog
from nnviz.data.preparing.carried import steps as carried
from nnviz.data.preparing.fitting.state import State
from nnviz.errors import DataError, unknown_name
from nnviz.specs import StepSpec

MOST_FEATURES = 2_000
WHOLE = "x"
"""What examples that are one array are called in a pipeline."""
_IN_PLACE = ("scale", "outliers", "rescale")


@dataclass(frozen=True)
class Feature:
    """One input: its name, the place of the column that it comes from, and whether it is 0 or 1 and stays so."""

    name: str
    column: int
    switch: bool = False


@dataclass(frozen=True)
class Pipeline:
    """Examples as they are in the data → a network's inputs.

    Attributes:
        kind: of the examples: "vector", "image" or "sequence"; "tokens" where whole numbers are meant for an Embedding.
        columns: what the columns of a table's codes are (`preparation.Preparation`); () for other examples.
        steps: fitted, as `nnviz.data.preparing.carried.steps` applies them.
        features: the inputs of a table, in order; () for other examples.
        vocabulary: names that the numbers of "tokens" stand for, over all columns.
        shape: of one example before the steps, where it is no row of a table.
    """

    kind: str
    columns: tuple[Column, ...]
    steps: tuple[dict, ...]
    features: tuple[Feature, ...] = ()
    vocabulary: int = 0
    shape: tuple[int, ...] = ()

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Codes (n, columns), NaN where missing, or examples (n, …) → inputs float64, (n, features) or (n, …)."""
        return carried.stacked(self.parts(x))

    def parts(self, x: np.ndarray) -> dict[str, np.ndarray]:
        """The same as columns: name → (n,); one entry (n, …) for images and sequences."""
        categories = {column.name: column.categories for column in self.columns}
        return carried.apply(self.steps, parts_of(x, self.columns), categories)

    def inputs(self, x: np.ndarray) -> np.ndarray:
        """The same as a network takes it: float32, whole numbers int32 for an Embedding."""
        return self.inputs_of(self.parts(x))

    def inputs_of(self, parts: dict[str, np.ndarray]) -> np.ndarray:
        """`inputs`, from `parts`."""
        dtype = "int32" if self.kind == "tokens" else "float32"
        if not self.features:
            return parts[WHOLE].astype(dtype)
        inputs = np.empty((len(next(iter(parts.values()))), len(parts)), dtype)
        for place, values in enumerate(parts.values()):
            inputs[:, place] = values
        return inputs

    def shown_of(self, parts: dict[str, np.ndarray]) -> np.ndarray:
        """(n, features) float64 or (n, …): from `parts`, what people read, every input in its own units."""
        if self.kind == "tokens":
            return carried.stacked(parts)
        if not self.features:
            return self.scales.invert(parts[WHOLE])
        shown = np.empty((len(next(iter(parts.values()))), len(parts)), order="F")
        for place, (values, chain) in enumerate(zip(parts.values(), self.scales.chains, strict=True)):
            shown[:, place] = _backward(values, chain)
        return shown

    @property
    def feature_names(self) -> tuple[str, ...]:
        return tuple(feature.name for feature in self.features)

    @property
    def feature_columns(self) -> np.ndarray:
        """(features,) which column each input comes from."""
        return np.array([feature.column for feature in self.features], int)

    @property
    def tokens(self) -> tuple[str, ...]:
        """What each whole number for an Embedding stands for."""
        own = [o for step in self.steps for o in step["columns"].items() if o[1].get("how") == "embedding"]
        return tuple(f"{name} = {word}" if word else f"{name} unknown" for name, o in own for word in o["names"])

    @property
    def switches(self) -> np.ndarray:
        """(features,) whether an input is 0 or 1 and keeps these values, whatever the scaling."""
        return np.array([feature.switch for feature in self.features] or [False], bool)

    @cached_property
    def scales(self) -> "Scales":
        """What was done to each input in its own place, to be undone where people read it."""
        names = self.feature_names or (WHOLE,)
        return Scales(tuple(_in_place(self.steps, name) for name in names), bool(self.features))

    def filled(self, codes: np.ndarray) -> np.ndarray:
        """Codes (n, columns) with what takes the place of gaps in numbers, dates and yes-or-no columns, where a step
        fills them before anything else changes them."""
        parts = parts_of(codes, self.columns)
        for place, fitted in enumerate(self.steps):
            if fitted["name"] == "missing":
                before = {name for own in self.steps[:place] for name in own["columns"]}
                again = carried.apply((fitted,), parts, {c.name: c.categories for c in self.columns})
                parts = {name: values if name in before else again[name] for name, values in parts.items()}
        return carried.stacked(parts)

    def to_json(self) -> str:
        """Everything as text; `from_json` reads it."""
        columns = [
            {"name": c.name, "kind": c.kind, "unit": c.unit, "categories": list(c.categories)} for c in self.columns
        ]
        features = [[own.name, own.column, own.switch] for own in self.features]
        return json.dumps(
            {"kind": self.kind, "columns": columns, "steps": self.steps, "features": features,
             "vocabulary": self.vocabulary, "shape": list(self.shape)}, ensure_ascii=False,
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> "Pipeline":
        own = json.loads(text)
        columns = tuple(
            Column(c["name"], c["kind"], unit=c["unit"], categories=tuple(c["categories"])) for c in own["columns"]
        )
        features = tuple(Feature(*feature) for feature in own["features"])
        return cls(own["kind"], columns, tuple(own["steps"]), features, own["vocabulary"], tuple(own["shape"]))


@dataclass(frozen=True)
class Scales:
    """Like `nnviz.data.schema.Scaler`: inputs in their own units ↔ as the network takes them.

    Attributes:
        chains: for each feature, or once for all of an example, the fitted steps that changed it in its place.
        by_column: whether examples are rows of features.
    """

    chains: tuple[tuple[tuple[str, dict], ...], ...]
    by_column: bool

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Own units (n, …) → float32."""
        return self._changed(np.asarray(x, float), _forward).astype("float32")

    def invert(self, x: np.ndarray) -> np.ndarray:
        """Inputs (n, …) → own units; what limits have cut stays cut."""
        return self._changed(np.asarray(x, float), _backward)

    @property
    def offset(self) -> np.ndarray:
        """Of x → (x − offset) / scale, where no step is curved."""
        return self.invert(np.zeros(self._size))

    @property
    def scale(self) -> np.ndarray:
        return self.invert(np.ones(self._size)) - self.offset

    @property
    def _size(self) -> tuple[int, ...]:
        return (len(self.chains),) if self.by_column else ()

    def _changed(self, x, change):
        if not self.by_column:
            return change(x, self.chains[0])
        columns = [change(x[..., place], chain) for place, chain in enumerate(self.chains)]
        return np.stack(columns, axis=-1)


def fit(
    steps: Sequence[StepSpec],
    parts: dict[str, np.ndarray],
    columns: Sequence[Column],
    kind: str,
    others: Sequence[str] = (),
) -> Pipeline:
    """The pipeline that the training examples ask for.

    Args:
        steps: in order; those that are switched off are passed over.
        parts: training examples alone, as `parts_of` gives them.
        columns: of a table; () for images and sequences.
        kind: of the examples.
        others: names of columns that are no inputs; steps may name them, and pass them over.

    Raises:
        SpecError: for a step, a setting or a column that there is not.
        DataError: where no input comes of it, or too many.
    """
    state = begun(parts, columns, kind)
    known = [*(column.name for column in columns), *others]
    fitted = [own for spec in steps if (own := advance(state, spec, known)) is not None]
    left = {name: {} for name, column_kind in state.kinds.items() if column_kind == "category"}
    if left:
        fitted.append({"name": "left_out", "columns": left})
        _advance(state, fitted[-1])
    if not columns:
        return Pipeline(kind, (), tuple(fitted), shape=parts[WHOLE].shape[1:])
    return _finished(state, fitted, tuple(columns), kind)


def advance(state: State, spec: StepSpec, known: Sequence[str]) -> dict | None:
    """The step fitted to the examples in `state`, which it then changes; None for one that is switched off.

    Args:
        known: the names of all columns, which steps may name.

    Raises:
        SpecError: for a step, a setting or a column that there is not.
    """
    settings = catalog.check(spec)
    if not spec.on:
        return None
    own = {"name": spec.name, **_fitted(spec, settings, state, known)}
    _advance(state, own)
    return own


def parts_of(x: np.ndarray, columns: Sequence[Column], rows: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """Examples as steps take them; those at the positions `rows` alone where they are given."""
    if not columns:
        return {WHOLE: np.asarray(x if rows is None else x[rows], float)}
    values = (x[:, place] if rows is None else x[:, place][rows] for place in range(len(columns)))
    return {column.name: np.asarray(own, float) for column, own in zip(columns, values, strict=True)}


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


def _advance(state: State, fitted: dict) -> None:
    """The state behind a fitted step: its columns changed, and what they are now."""
    categories = dict(state.categories)
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
            expected="only such numbers as inputs, since an Embedding layer takes all of them",
            fix="Choose one-hot, or ignore the other columns.",
            where="steps",
        )
    count = 0
    for step in fitted:
        for own in step["columns"].values():
            if own.get("how") == "embedding":
                own["start"] = count
                count += len(own["names"])
    return count


def _in_place(steps: Sequence[dict], name: str) -> tuple[tuple[str, dict], ...]:
    """The fitted steps that changed a feature in its place, since it was made."""
    chain = []
    for step in steps:
        if any(name in own.get("into", ()) for own in step["columns"].values()):
            chain = []
        elif step["name"] in _IN_PLACE and name in step["columns"]:
            chain.append((step["name"], step["columns"][name]))
    return tuple(chain)


def _forward(x: np.ndarray, chain) -> np.ndarray:
    for name, own in chain:
        x = carried.STEPS[name]({WHOLE: x}, {"columns": {WHOLE: own}}, {})[WHOLE]
    return x


def _backward(x: np.ndarray, chain) -> np.ndarray:
    for name, own in reversed(chain):
        if name != "outliers":
            x = _UNDONE[own["how"]](x, own)
    return x


def _affine(x, own):
    return x * np.asarray(own["scale"]) + np.asarray(own["offset"])


def _exponential(x, own):
    return np.sign(x) * np.expm1(np.abs(x))


def _from_quantile(x, own):
    share = x if own["output"] == "uniform" else _share_below(x)
    return np.interp(share, own["shares"], own["marks"])


def _share_below(score: np.ndarray) -> np.ndarray:
    """The share of a standard normal distribution below a score."""
    return 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(score / math.sqrt(2)))


_UNDONE = {"standard": _affine, "minmax": _affine, "robust": _affine, "log": _exponential, "quantile": _from_quantile}

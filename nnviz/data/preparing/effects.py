"""What every step of preparation does to one column: before and after, on the training examples alone."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from nnviz import words
from nnviz.data import spreads
from nnviz.data.column import Column
from nnviz.data.load import shared_out
from nnviz.data.preparing import fit, steps, text_effects
from nnviz.data.preparing.fitting.state import State
from nnviz.data.preparing.jointly import jointly, whole_of
from nnviz.data.preparing.pipeline import parts_of
from nnviz.data.preparing.scales import WHOLE
from nnviz.data.preparing.step_records import Prepared, Spread, StepEffect
from nnviz.data.preparing.stepped import columns_of, others_of
from nnviz.data.raw import Raw
from nnviz.data.splitting.balance import balanced
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec, StepSpec

_DROPPED = "Examples that lack one of these values are left out."
_PICTURES = 4
_FEW = 500
"""Examples that tell which columns a step changes; what it does to them is told of all."""


def prepared_through(spec: DataSpec, column: str = "") -> Prepared:
    """The steps of a specification, each with what it does to a column.

    Args:
        column: the column that is looked at; "" for one that each step changes.
    """
    raw, rows, parts = shared_out(spec)
    own = jointly(spec, raw) if raw.further else steps.implied(spec, raw.schema, bool(raw.columns))
    if raw.words and not raw.further:
        told = tuple(text_effects.effects(raw, rows[0], own))
        return Prepared(told, not spec.steps, (), "", (), raw.schema.class_names, *_classes(raw, spec, rows[0]))
    of_columns = tuple(step for step in own if not (raw.words and step.name == text_effects.STEP))
    walk = _Walk(raw, _with_others(raw, parts, rows[0]), of_columns, column)
    effects = tuple(_in_order(own, walk.effects(), raw, rows[0]) if raw.words else walk.effects())
    counts, after = _classes(raw, spec, rows[0])
    names = tuple(walk.columns)
    inputs = tuple(spreads.of_column(walk.state, walk.name)) if walk.name else ()
    return Prepared(effects, not spec.steps, names, walk.name, inputs, raw.schema.class_names, counts, after)


def _in_order(own: tuple[StepSpec, ...], others: Iterator[StepEffect], raw: Raw, training: np.ndarray):
    """What each step does where the first input is a text: that of the text, and `others`, those of what stands beside
    it, up to the first that cannot be done."""
    for spec in own:
        of_text = spec.name == text_effects.STEP
        effect = next(text_effects.effects(raw, training, (spec,)) if of_text else others, None)
        if effect is None:
            return
        yield effect
        if effect.problem:
            return


def _with_others(raw: Raw, parts: dict[str, np.ndarray], rows: np.ndarray) -> dict[str, np.ndarray]:
    """The training examples with what stands beside their first input: the columns of tables, and the rest by its name
    as the first input is by its kind."""
    if not raw.further:
        return parts
    first = {whole_of(raw): parts[WHOLE]} if WHOLE in parts else parts
    tables = [parts_of(one.codes, one.columns, rows) for one in raw.further if one.columns]
    wholes = {one.name: np.asarray(one.codes[rows], float) for one in raw.further if not one.columns}
    return {**first, **wholes, **{name: values for own in tables for name, values in own.items()}}


def _columns_of(raw: Raw) -> dict[str, Column]:
    """Every column that may be looked at; a first input that is none beside others counts as one, and so do these."""
    first = columns_of(raw)
    if raw.further and not first and not raw.words:
        first = (Column(whole_of(raw), raw.schema.kind),)
    wholes = (Column(one.name, one.form.kind) for one in raw.further if not one.columns)
    tables = (column for one in raw.further for column in one.columns)
    return {column.name: column for column in (*first, *wholes, *tables)}


class _Walk:
    """Through the steps, first with a few examples, which tell what each step changes, then with all examples of the
    columns that are shown alone."""

    def __init__(self, raw: Raw, parts: dict[str, np.ndarray], own: tuple[StepSpec, ...], name: str):
        self.columns = _columns_of(raw)
        self._images = {name for name, column in self.columns.items() if column.kind == "image"}
        self._images |= {WHOLE} if raw.schema.kind == "image" else set()
        self.name = name if name in self.columns else ""
        self.steps, self.parts = own, parts
        self._known = (*self.columns, *others_of(raw))
        self._kind = raw.schema.kind
        self.state = self._begun({part: values[:_FEW] for part, values in parts.items()})

    def _begun(self, parts: dict[str, np.ndarray]) -> State:
        return fit.begun(parts, [own for name, own in self.columns.items() if name in parts], self._kind)

    def effects(self) -> Iterator[StepEffect]:
        plans = list(self._plans())
        shown = {name for name in (self.name, *(plan.column for plan in plans)) if name}
        if any(step.on and step.settings.get("how") == "neighbours" for step in self.steps):
            shown |= {name for name, column in self.columns.items() if column.kind in ("number", "date")}
        self.state = self._begun({name: values for name, values in self.parts.items() if name in shown})
        for plan in plans:
            if plan.problem or not plan.spec.on:
                yield plan
                continue
            earlier = replace(self.state, source=dict(self.state.source), kinds=dict(self.state.kinds))
            fitted = fit.advance(self.state, plan.spec, self._known)
            yield self._effect(plan, earlier, fitted)

    def _plans(self) -> Iterator[StepEffect]:
        """Each step with the columns that it changes and the one that it is shown by, or why it cannot be done."""
        for spec in self.steps:
            sources = dict(self.state.source)
            try:
                fitted = fit.advance(self.state, spec, self._known)
            except NnvizError as error:
                yield StepEffect(spec, problem=str(error))
                return
            touched = () if fitted is None else tuple(fitted["columns"]) or spec.columns or tuple(self.columns)
            yield StepEffect(spec, "" if fitted is None else self._at(touched, sources), touched)

    def _at(self, touched: tuple[str, ...], sources: dict[str, str]) -> str:
        """The column to show a step by: the one that was chosen, else one that it changes, with gaps if any has."""
        if self.name or not self.columns:
            return self.name or WHOLE
        names = [sources[name] for name in touched if name in sources]
        gaps = [name for name in names if np.isnan(self.parts[name]).any()]
        return (gaps or names or list(self.columns))[0]

    def _effect(self, plan: StepEffect, earlier: State, fitted: dict) -> StepEffect:
        one_each = self.parts[plan.column].ndim == 1
        rows = spreads.examples(self.parts[plan.column]) if one_each else np.zeros(0, int)
        columns = self.columns if one_each else {}
        before, after = (spreads.seen(state, plan.column, rows, columns) for state in (earlier, self.state))
        return replace(
            plan,
            before=before[0],
            after=after[0],
            examples=tuple(zip(before[1], after[1], strict=True)),
            changes=before != after,
            told=_DROPPED if _drops(plan.spec) else self._told(fitted, before[0], plan.column),
            pictures=self._pictures(earlier, plan.column) if plan.column in self._images else None,
        )

    def _pictures(self, earlier: State, name: str) -> tuple[np.ndarray, np.ndarray]:
        """The first images before and after, as they look: the darkest number of each row of them black, the brightest
        white."""
        pair = (state.parts[name][:_PICTURES] for state in (earlier, self.state))
        return tuple(_as_pixels(images) for images in pair)

    def _told(self, fitted: dict, before: Spread, name: str) -> str:
        """What the step was fitted to in this column."""
        own = fitted["columns"].get(name)
        if own is None:
            return ""
        if fitted["name"] == "missing":
            if name in fitted.get("neighbours", {}).get("columns", ()):
                return f"{before.missing:,} filled with the mean of the nearest rows."
            word = own.get("word")
            column = self.columns[name]
            if word is None and own.get("fill") is not None:
                named = column.kind in ("date", "boolean") and own["fill"] == np.clip(own["fill"], 0, 1e6)
                word = str(column.readable(np.array([own["fill"]]))[0]) if named else words.plain(own["fill"])
            return f"{before.missing:,} filled with {word}." if word is not None else ""
        if fitted["name"] == "outliers":
            low, high = np.ravel(own["low"])[0], np.ravel(own["high"])[0]
            return f"Kept from {words.plain(float(low))} to {words.plain(float(high))}."
        if "offset" in own:
            offset, scale = np.ravel(own["offset"])[0], np.ravel(own["scale"])[0]
            less = f"Less {words.plain(float(offset))}, divided" if offset else "Divided"
            return f"{less} by {words.plain(float(scale))}."
        return ""


def _drops(spec: StepSpec) -> bool:
    return spec.name == "missing" and spec.settings.get("how") == "drop"


def _as_pixels(images: np.ndarray) -> np.ndarray:
    low, high = float(images.min()), float(images.max())
    return np.rint((images - low) * (255 / max(high - low, 1e-12))).astype("uint8")


def _classes(raw: Raw, spec: DataSpec, rows: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if raw.schema.has_labels:
        return _labels(raw, spec, rows)
    if not raw.schema.has_classes:
        return (), ()
    y, count = np.asarray(raw.y).astype(int), len(raw.schema.class_names)
    kept, weights, _ = balanced(rows, raw, spec)
    before = np.bincount(y[rows], minlength=count)
    after = np.bincount(y[kept], weights=weights, minlength=count)
    return tuple(map(float, before)), tuple(map(float, after))


def _labels(raw: Raw, spec: DataSpec, rows: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """How many training examples have each label, and what they count for."""
    y = np.asarray(raw.y).astype(float)
    kept, weights, _ = balanced(rows, raw, spec)
    after = y[kept] if weights is None else y[kept] * weights
    return tuple(map(float, y[rows].sum(axis=0))), tuple(map(float, after.sum(axis=0)))

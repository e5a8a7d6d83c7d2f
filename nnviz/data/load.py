"""DataSpec → Dataset: read or generate, split, scale. Runs in a worker."""

import dataclasses
from functools import lru_cache

import numpy as np

from nnviz import paths, words
from nnviz.data import beside, ink, lengths, plane, texts
from nnviz.data.catalog import SOURCES, check, known_schema
from nnviz.data.choosing import only, titled, without_columns, without_copies, without_rows
from nnviz.data.further import PreparedFurther
from nnviz.data.gaps import without_gaps
from nnviz.data.preparing.jointly import WHOLES, apart, embeds, for_first, speak_of_tables
from nnviz.data.preparing.pipeline import Pipeline, parts_of
from nnviz.data.preparing.stepped import columns_of, sentences, stepped
from nnviz.data.preparing.steps import check as check_step
from nnviz.data.preparing.steps import implied
from nnviz.data.raw import Raw
from nnviz.data.scale import fit_scaler
from nnviz.data.schema import Dataset, Scaler, Schema, Split
from nnviz.data.splitting.balance import balanced
from nnviz.data.splitting.parts import rows_of_parts
from nnviz.data.texts import TextPreparation
from nnviz.errors import DataError
from nnviz.specs import DataSpec, StepSpec

_FIRST_IMAGES = 400
"""Training images that tell which values are black and white."""
HELD_OUT = ("validation", "test")
ALONG_TIME = "The split follows time: whatever is held out came about after all that is trained on."


SHUFFLED = (
    "The answers of the training examples are shuffled: there is nothing to learn from them, but by heart. The "
    "held-out examples keep theirs."
)


def load(spec: DataSpec) -> Dataset:
    """The data of `spec`, split and scaled. The last four are kept; their arrays are read-only.

    The split depends on `spec.seed` and the fractions alone, never on the scaling; the scaler sees the
    training examples only. Regression targets are standardised unless `spec.scaling` is "none".

    Returns:
        Dataset: x float32 (int32 for tokens), y int64 (n,) for classes, int64 (n, labels) of 0 and 1 for labels,
            float32 (n, targets) for regression.

    Raises:
        SpecError: for a setting that its source does not take.
        DataError: for data that cannot be read or leave too little to train on.
    """
    return _load(_key(spec))


def _key(spec: DataSpec) -> str:
    return spec.replace(augmentations=()).to_json()


def schema_of(spec: DataSpec) -> Schema:
    """The schema of `spec`, without reading data where the catalog can tell it. Raises as `load` does."""
    return known_schema(spec) or prepared(spec).schema


def prepared(spec: DataSpec) -> Raw:
    """What `read` gives, its columns turned into the inputs that training sees, unscaled. Raises as `load` does."""
    return _prepared(_key(spec))


@lru_cache(maxsize=2)
def _prepared(text: str) -> Raw:
    spec = DataSpec.from_json(text)
    raw, fitted, parts = _ready(text)
    further = tuple(beside.fit(own, parts[0], spec.steps, "none").form for own in raw.further)
    shown = fitted.shown(raw.x) if isinstance(fitted, Pipeline) else raw.x
    return dataclasses.replace(raw, x=shown, schema=dataclasses.replace(raw.schema, further=further))


def read(spec: DataSpec) -> Raw:
    """What the source of `spec` holds, in its own units, with its schema. Raises as `load` does."""
    check(spec)
    return _read(
        spec.replace(
            validation_fraction=0.0,
            test_fraction=0.0,
            scaling="none",
            augmentations=(),
            folds=0,
            fold=0,
            training_examples=0,
            balance="none",
            steps=_about_gaps(spec),
        ).to_json()
    )


def _about_gaps(spec: DataSpec) -> tuple[StepSpec, ...]:
    """Which steps decide about examples that lack a value, or one that does nothing where others stand alone; and about
    columns that stand in an input of their own."""
    steps = tuple(step for step in spec.steps if step.name == "missing" and step.on)
    names = any(embeds(step) for step in spec.steps)
    categories = tuple(step for step in spec.steps if names and step.name == "categories" and step.on)
    if steps or not spec.steps:
        return (*steps, *categories)
    columns = () if speak_of_tables(spec.steps) else WHOLES
    return (StepSpec(name="missing", on=False, columns=columns), *categories)


@lru_cache(maxsize=4)
def _read(text: str) -> Raw:
    spec = DataSpec.from_json(text)
    whole = spec.replace(missing="fill", steps=(), only_classes=(), duplicates="keep", left_out=(), class_titles=())
    raw = without_rows(only(without_gaps(_source(whole.to_json()), spec), spec.only_classes), spec.left_out)
    raw = dataclasses.replace(raw, schema=titled(raw.schema, spec.class_titles))
    if not SOURCES[spec.source].columns:
        raw = without_columns(raw, spec.columns)
    raw = without_copies(raw) if spec.duplicates == "drop" else raw
    return _frozen(apart(raw, spec.steps) if raw.columns else raw)


@lru_cache(maxsize=2)
def _source(text: str) -> Raw:
    """What the source holds, gaps included: other steps of preparation do not read it again."""
    spec = DataSpec.from_json(text)
    source, settings = SOURCES[spec.source], check(spec)
    corrected = {"columns": spec.columns} if source.columns else {}
    further = plane.names(settings.pop(plane.SETTING)) if source.plane else ()
    raw = paths.resolve(source.function)(**source.fixed, **settings, **corrected, seed=spec.seed)
    if further:
        raw = dataclasses.replace(raw, x=plane.inputs(raw.x, further))
    schema = known_schema(spec.replace(columns={})) or raw.schema
    return dataclasses.replace(raw, schema=schema, x=_by_column(raw))


@lru_cache(maxsize=4)
def _load(text: str) -> Dataset:
    spec = DataSpec.from_json(text)
    raw, fitted, parts = _ready(text)
    if len(parts[0]) < 2:
        raise DataError(
            f"{raw.schema.source}: {len(raw.x)} examples, of which {len(parts[0])} would be trained on.",
            expected="at least 2 training examples",
            fix="Take more examples or hold out a smaller share.",
            where="validation_fraction",
        )
    piped = isinstance(fitted, Pipeline)
    scaler = fitted.scales if piped else _scaler(raw.x[parts[0]], raw.schema, spec.scaling)
    target_scaler, notes = _target_scaler(raw, parts[0], spec)
    training, weights, told = balanced(parts[0], raw, spec)
    further = tuple(beside.fit(own, parts[0], spec.steps, spec.scaling) for own in raw.further)
    gaps = [sentences(one.pipeline, own.codes) for one, own in zip(further, raw.further, strict=True) if own.columns]
    parts = (training, *parts[1:])
    inputs = fitted.inputs_of(raw.x, parts) if piped else [_inputs(raw, rows, scaler) for rows in parts]
    splits = [_take(raw, rows, x, target_scaler) for rows, x in zip(parts, inputs, strict=True)]
    splits = [_with_others(split, raw, rows, further) for split, rows in zip(splits, parts, strict=True)]
    if spec.shuffled_labels:
        splits[0], weights = _dealt_anew(splits[0], weights, spec.seed)
    schema = dataclasses.replace(raw.schema, further=tuple(one.form for one in further))
    along = () if raw.times is None else (ALONG_TIME, *_of_plain_guess(raw, parts))
    told = along + raw.notes + tuple(note for own in gaps for note in own) + notes + told
    told += (SHUFFLED,) if spec.shuffled_labels else ()
    source = _source_form(spec) if schema.kind == "image" else {}
    return Dataset(schema, *splits, scaler, told, fitted, target_scaler, weights, further=further, **source)


def _source_form(spec: DataSpec) -> dict:
    raw, parts, _ = shared_out(spec)
    first = raw.x[parts[0][:_FIRST_IMAGES]]
    return {"source_shape": tuple(raw.schema.input_shape), "source_ends": ink.ends(np.asarray(first))}


def _scaler(seen: np.ndarray, schema: Schema, scaling: str) -> Scaler:
    return lengths.fit(seen, scaling) if schema.padded else fit_scaler(seen, scaling, schema.kind)


@lru_cache(maxsize=2)
def _ready(text: str):
    """What `_fitted` gives, and the positions of training, validation and test."""
    spec = DataSpec.from_json(text)
    raw, parts, seen = shared_out(spec)
    return *_fitted(raw, spec, parts[0], seen), parts


def shared_out(spec: DataSpec) -> tuple[Raw, tuple[np.ndarray, np.ndarray, np.ndarray], dict[str, np.ndarray]]:
    """What `read` gives, the positions in it of training, validation and test, and the training examples as steps take
    them (`pipeline.parts_of`). The last two are kept: other steps share the same. Raises as `load` does."""
    same = {"scaling": "none", "balance": "none", "augmentations": (), "steps": _about_gaps(spec)}
    return _shared_out(spec.replace(**same).to_json())


@lru_cache(maxsize=2)
def _shared_out(text: str):
    spec = DataSpec.from_json(text)
    raw = read(spec)
    parts = rows_of_parts(raw, spec)
    seen = {} if raw.words else parts_of(raw.x, columns_of(raw), parts[0])
    return raw, parts, seen


def _of_plain_guess(raw: Raw, parts: tuple[np.ndarray, ...]) -> tuple[str, ...]:
    """How good it is to say that nothing changes, on the first held-out part that there is."""
    held_out = next(((name, rows) for name, rows in zip(HELD_OUT, parts[1:], strict=True) if len(rows)), None)
    if raw.plain is None or held_out is None:
        return ()
    name, rows = held_out
    miss = words.plain(float(np.abs(raw.plain[rows] - np.ravel(raw.y)[rows]).mean()), 2)
    return (
        f"Saying that nothing changes, that the next number is the last one seen, misses by {miss} on average over the "
        f"{name} examples: a network has to do better than that to be of use.",
    )


def _fitted(
    raw: Raw, spec: DataSpec, training: np.ndarray, seen: dict[str, np.ndarray]
) -> tuple[Raw, TextPreparation | Pipeline | None]:
    """`raw` with the schema of what is to be trained on, and what was fitted: a table's columns go through the steps
    that are named or meant, other examples through those that are named."""
    if raw.words:
        return _read_words(raw, spec.steps, training)
    steps = implied(spec, raw.schema, coded=True) if raw.columns else spec.steps
    if raw.further and steps:
        return stepped(raw, for_first(steps, raw, columns_of(raw)), seen)
    return stepped(raw, steps, seen) if steps else (raw, None)


def _read_words(raw: Raw, steps: tuple[StepSpec, ...], training: np.ndarray) -> tuple[Raw, TextPreparation]:
    settings = [(step.name, check_step(step)) for step in steps if step.on]
    own = next((own for name, own in settings if name == "text"), None)
    if own is None:
        fitted = texts.fit(raw.x[training], raw.words, raw.unit)
        ids, lengths = fitted.apply(raw.x, raw.words), np.count_nonzero(raw.x, axis=1)
    else:
        written = texts.written(raw)
        fitted = texts.fit_step(written[training], own)
        ids, lengths = fitted.encode(written).astype(float), np.array([len(fitted.split(text)) for text in written])
    fitted = dataclasses.replace(fitted, columns=raw.joined[0], between=raw.joined[1])
    shape = {"input_shape": (fitted.length,), "vocabulary": len(fitted.words), "token_names": fitted.words}
    schema = dataclasses.replace(raw.schema, **shape)
    notes = raw.notes + texts.sentences(fitted, lengths, ids)
    return dataclasses.replace(raw, x=ids, schema=schema, notes=notes), fitted


def _target_scaler(raw: Raw, rows: np.ndarray, spec: DataSpec) -> tuple[Scaler | None, tuple[str, ...]]:
    if raw.schema.task != "regression" or spec.scaling == "none":
        return None, ()
    if raw.schema.reconstructs:
        scaler = fit_scaler(_columns(raw.y)[rows], "standard", "image")
        return scaler, ("The target is the input itself, standardised for training by one mean and one deviation.",)
    scaler = fit_scaler(_columns(raw.y)[rows], "standard", "vector")
    if raw.schema.outputs > 1:
        named = words.listed(raw.schema.target_names) or f"{raw.schema.outputs:,} targets"
        return scaler, (f"{named} are standardised for training, each by its own mean and deviation.",)
    mean, deviation = float(scaler.offset[0]), float(scaler.scale[0])
    return scaler, (
        f"The target, {raw.schema.target_name}, is standardised for training: "
        f"its mean {words.plain(mean)} becomes 0 and its deviation {words.plain(deviation)} becomes 1.",
    )


def _inputs(raw: Raw, rows: np.ndarray, scaler: Scaler) -> np.ndarray:
    """The examples at `rows` as a network takes them, where no steps make them."""
    if raw.schema.kind == "tokens":
        return raw.x[rows].astype("int32")
    return lengths.given(raw.x[rows], scaler) if raw.schema.padded else scaler.apply(raw.x[rows])


def _take(raw: Raw, rows: np.ndarray, x: np.ndarray, target_scaler: Scaler | None) -> Split:
    if raw.schema.task != "regression":
        y = raw.y[rows].astype("int64")
    else:
        y = _columns(raw.y)[rows]
        y = (y if target_scaler is None else target_scaler.apply(y)).astype("float32")
    return Split(*(_read_only(a) for a in (x, y, raw.rows[rows])))


def _with_others(split: Split, raw: Raw, rows: np.ndarray, further: tuple[PreparedFurther, ...]) -> Split:
    """A split with what stands beside its inputs."""
    pairs = zip(further, raw.further, strict=True)
    others = {one.form.name: _read_only(one.apply(own.codes[rows])) for one, own in pairs}
    return dataclasses.replace(split, further=others)


def _dealt_anew(split: Split, weights: np.ndarray | None, seed: int) -> tuple[Split, np.ndarray | None]:
    """A split whose answers, with what they count for, are dealt out among its examples at random."""
    order = np.random.default_rng([seed, 7]).permutation(len(split.y))
    shuffled = dataclasses.replace(split, y=_read_only(split.y[order]))
    return shuffled, None if weights is None else weights[order]


def _columns(y: np.ndarray) -> np.ndarray:
    return np.asarray(y).reshape(len(y), -1)


def _read_only(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array


def _frozen(raw: Raw) -> Raw:
    return dataclasses.replace(raw, x=_read_only(_by_column(raw)), y=_read_only(np.array(raw.y)))


def _by_column(raw: Raw) -> np.ndarray:
    """The numbers of columns one column after the other in memory, as they are prepared; others example by example."""
    return np.asfortranarray(raw.x) if raw.columns else np.ascontiguousarray(raw.x)

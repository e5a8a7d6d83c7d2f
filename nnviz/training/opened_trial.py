"""A trained file tried on a few examples, prepared in each way that it may want: do its predictions look right?"""

import math
import time
from functools import lru_cache
from pathlib import Path

import keras
import numpy as np
from scipy.optimize import linear_sum_assignment

from nnviz import settings, words
from nnviz.data.load import load, schema_of
from nnviz.data.schema import Dataset, Schema
from nnviz.errors import ModelError, NnvizError
from nnviz.models.safe_load import open_archive
from nnviz.specs import DataSpec
from nnviz.training import opened, opened_candidates, opened_fit
from nnviz.training.catalog import LOSSES, resolve
from nnviz.training.given import batch, given
from nnviz.training.head import last_function, meaning_of_model, unit_count
from nnviz.training.judging import judged_part
from nnviz.training.meaning import OutputMeaning
from nnviz.training.opened_candidates import Candidate
from nnviz.training.opened_inputs import as_the_data_have_them
from nnviz.training.opened_records import FormOfModel, TrialOfModel, TrialPrice, Tried, Way, together
from nnviz.training.opened_texts import numbers_shape, told_of_words

SHOWN = 8
_JUDGED, _JUDGED_NUMBERS, _BATCH = 256, 500_000, 32
"""Examples that are judged, numbers that their inputs hold together, and examples at a time, at most."""
_MOST_TRAINING = 2_000
"""Training examples on which the statistics of a preparation are fitted while it is tried, at most."""
_NUMBERS = 4
_TOLD_APART = 4_096
"""By so many numbers of what the network is given, two ways are told apart."""


def try_model(
    path: str | Path, data: DataSpec, *, loss: str = "", output: str = "", only: tuple[str, ...] = ()
) -> TrialOfModel:
    """What a trained file says of a few examples of `data`, once for each way to prepare them.

    Args:
        path, data, loss, output: as `nnviz.open_model` takes them.
        only: names of the ways that are tried; () tries all.

    Raises:
        ModelError: for a file that is damaged or dangerous, or does not fit the data however they are prepared.
    """
    archive, whole, source, ways, schema = _read(path, data, output)
    ways = [one for one in ways if not only or one.name in only]
    first = load(_tried_on(ways[0]).data)
    opened_fit.check(source, first.schema)
    train = opened.settled(archive.compiled, source, first.schema, loss)
    judge = _Judge(source, train)
    tried = [judge.tried(one) for one in ways]
    if judge.first is None:
        raise next(error for error in judge.errors)
    dataset = judge.first
    meaning = judge.meaning(dataset)
    own_loss = resolve(train, dataset.schema, unit_count(source)).loss
    trial = TrialOfModel(
        tuple(tried),
        dataset.schema.task,
        judge.truth(dataset),
        _words_of(dataset),
        _pictures(dataset),
        judge.count(dataset),
        judged_part(dataset),
        meaning_words(meaning, own_loss, last_function(source), dataset.schema.answers),
        own_loss,
        tuple(name for name, one in LOSSES.items() if dataset.schema.task in one.tasks and name != own_loss),
        opened.output_names(whole),
        opened.why_whole(source),
        len(source.layers),
        source.count_params(),
        ways[0].resized or told_of_words(whole, dataset.schema),
        usual=_usual(whole),
        classes=tuple(dataset.schema.class_names) if dataset.schema.task != "regression" else (),
        orders=tuple(judge.orders),
        seen=judge.seen,
    )
    return together([trial])


def _read(path: str | Path, data: DataSpec, output: str):
    """(archive, its model, that with one output for these data, the ways to prepare them, their schema)."""
    archive = opened.trained_archive(path)
    whole = _opened(str(path), Path(path).stat().st_mtime_ns)
    schema = schema_of(data)
    source = as_the_data_have_them(opened.one_output(whole, output), schema)
    wanted = opened.source_shape(source)
    ways = _candidates(source, wanted, data)
    if schema.kind == "image":
        opened_candidates.check_room(data, schema, wanted, settings.get().worker_memory_mb)
    return archive, whole, source, ways, schema


@lru_cache(maxsize=1)
def _opened(path: str, _changed: int) -> keras.Model:
    """The file's model: whoever tries one way after the other opens it once. It is not written to."""
    return open_archive(opened.trained_archive(path))


def trial_price(path: str, data: DataSpec, choices: dict[str, str]) -> TrialPrice:
    """What `try_model` takes: the network is asked about one batch of nothing, as each way will ask it about several.

    Raises:
        ModelError: as `try_model`.
    """
    _, _, source, ways, schema = _read(path, data, choices.get("output", ""))
    opened_fit.check(source, schema)
    examples = _most_judged(tuple(size or 1 for size in opened.source_shape(source)))
    rows = min(_BATCH, examples)
    inputs = [np.zeros((rows, *(size or 1 for size in tensor.shape[1:])), tensor.dtype) for tensor in source.inputs]
    for few in (1, rows):  # the first pass makes its kernels
        some = [array[:few] for array in inputs]
        begun = time.perf_counter()
        source(some if len(some) > 1 else some[0], training=False)
        seconds = time.perf_counter() - begun
    batches = math.ceil(examples / rows)
    return TrialPrice(tuple(one.name for one in ways), examples, seconds * batches * len(ways))


def tried_way(path: str, data: DataSpec, choices: dict[str, str], names: tuple[str, ...]) -> TrialOfModel | Tried:
    """`try_model` in one way alone, for pages; a `Tried` that says why where that cannot be tried."""
    try:
        return try_model(path, data, **choices, only=names)
    except NnvizError as error:
        return Tried(names[0], names[0], "", float("nan"), problem=str(error))


def tried_model(path: str, data: DataSpec, choices: dict[str, str]) -> TrialOfModel:
    """`try_model` for pages; `choices` are its other arguments."""
    return try_model(path, data, **choices)


def form_of_model(path: str | Path) -> FormOfModel:
    """What a trained file takes and gives. Raises ModelError for one that is damaged or dangerous."""
    model = open_archive(opened.trained_archive(path))
    opened.one_output(model)
    inputs = tuple((tensor.name, numbers_shape(model) or tuple(tensor.shape[1:])) for tensor in model.inputs)
    shapes = (tuple(tensor.shape[1:]) for tensor in model.outputs)
    outputs = tuple(zip(opened.output_names(model), shapes, strict=True))
    wanted = inputs[0][1]
    fitting = dict.fromkeys(name for _, shape in outputs for name in opened_fit.fitting_sources(wanted, shape))
    others = tuple(name for name in opened_fit.fitting_sources(wanted) if name not in fitting)
    size = len(model.layers), model.count_params()
    return FormOfModel(inputs, outputs, *size, _usual(model), tuple(fitting), others)


def ways_of_data(path: str, data: DataSpec) -> tuple[Way, ...]:
    """The ways in which the inputs of a trained file may have been prepared, none of them tried."""
    source = as_the_data_have_them(opened.one_output(open_archive(opened.trained_archive(path))), schema_of(data))
    ways = _candidates(source, opened.source_shape(source), data)
    return tuple(Way(one.name, one.title, one.help) for one in ways)


def _usual(model: keras.Model) -> str:
    inside = (layer.name for layer in model.layers if isinstance(layer, keras.Model))
    return opened_candidates.usual([model.name, *inside])


def _candidates(source: keras.Model, wanted: tuple[int | None, ...], data: DataSpec) -> tuple[Candidate, ...]:
    try:
        return opened_candidates.candidates(wanted, data)
    except ModelError as error:
        raise ModelError(error.message, fix=opened_fit.others(source) or error.fix, where=error.where) from None


def _tried_on(candidate: Candidate) -> Candidate:
    most = candidate.data.training_examples
    return opened_candidates.smaller(candidate, min(most or _MOST_TRAINING, _MOST_TRAINING))


class _Judge:
    """Asks the model about the same examples, prepared in one way after the other."""

    def __init__(self, model: keras.Model, train):
        self.model, self.train = model, train
        self.first: Dataset | None = None
        self.errors: list[NnvizError] = []
        self.seen: dict[str, np.ndarray] = {}
        self.orders: list[tuple[float, tuple[str, ...], str]] = []

    def meaning(self, dataset: Dataset) -> OutputMeaning:
        return meaning_of_model(self.model, self.train, dataset.schema, dataset.target_scaler)

    def count(self, dataset: Dataset) -> int:
        return min(_most_judged(dataset.schema.input_shape), len(dataset.split(judged_part(dataset))))

    def truth(self, dataset: Dataset) -> tuple[str, ...]:
        return tuple(dataset.schema.truth(own) for own in self._targets(dataset)[:SHOWN])

    def tried(self, candidate: Candidate) -> Tried:
        named = (candidate.name, candidate.title, candidate.help)
        try:
            dataset = load(_tried_on(candidate).data)
        except NnvizError as error:
            self.errors.append(error)
            return Tried(*named, float("nan"), problem=str(error))
        self.first = self.first or dataset
        part, rows = dataset.split(judged_part(dataset)), slice(0, self.count(dataset))
        inputs = given(self.model, part, rows)
        self.seen[candidate.name] = _told_apart(np.asarray(keras.tree.flatten(inputs)[0]), dataset)
        outputs = self._answers(inputs)
        meaning, targets = self.meaning(dataset), self._targets(dataset)
        shown = meaning.readable(outputs)
        right, score = _scored(dataset.schema, meaning, shown, targets)
        if dataset.schema.task == "multiclass":
            self.orders.append((*_best_order(meaning.decided(shown), targets, dataset.schema), candidate.name))
        said = tuple(meaning.words(one, dataset.schema.answers) for one in shown[:SHOWN])
        return Tried(*named, score, said, tuple(map(bool, right[:SHOWN])))

    def _answers(self, inputs) -> np.ndarray:
        count = len(keras.tree.flatten(inputs)[0])
        pieces = (batch(inputs, start, _BATCH) for start in range(0, count, _BATCH))
        answers = (self.model(piece, training=False) for piece in pieces)
        return np.concatenate([np.asarray(keras.tree.flatten(answer)[0]) for answer in answers])

    def _targets(self, dataset: Dataset) -> np.ndarray:
        part = dataset.split(judged_part(dataset))
        own = part.y[: self.count(dataset)]
        return dataset.unscaled_targets(own) if dataset.schema.task == "regression" else own


def _most_judged(shape: tuple[int, ...]) -> int:
    return min(_JUDGED, max(2 * SHOWN, _JUDGED_NUMBERS // math.prod(shape)))


def _told_apart(inputs: np.ndarray, dataset: Dataset) -> np.ndarray:
    """Some of the numbers that the network is given, evenly from all, and how the targets are scaled."""
    flat = np.ravel(inputs)
    some = flat[:: max(1, flat.size // _TOLD_APART)].astype("float32")
    return np.array([*inputs.shape, float(dataset.target_scaler is None), *some], "float32")


def _best_order(decided: np.ndarray, truth: np.ndarray, schema: Schema) -> tuple[float, tuple[str, ...]]:
    """The share that would be right if each output stood for the class that fits it best, and these classes."""
    counts = np.zeros((len(schema.class_names),) * 2, int)
    np.add.at(counts, (decided, np.asarray(truth, int)), 1)
    outputs, classes = linear_sum_assignment(-counts)
    names = tuple(schema.class_names[k] for k in classes)
    return float(counts[outputs, classes].sum() / max(1, len(truth))), names


def _scored(schema: Schema, meaning: OutputMeaning, shown: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, float]:
    """For each example whether it is right (nothing for numbers), and the score of all."""
    if schema.task == "regression":
        truth = np.reshape(targets, shown.shape).astype(float)
        spread = ((truth - truth.mean(0)) ** 2).sum()
        score = 1 - ((shown - truth) ** 2).sum() / spread if spread else float("nan")
        return np.empty(0), float(np.nan_to_num(score, nan=-np.inf))
    right = meaning.decided(shown) == np.asarray(targets)
    return (right.all(axis=1) if right.ndim > 1 else right), float(right.mean())


def meaning_words(meaning: OutputMeaning, loss: str, function: str, answers: tuple[str, ...] = ()) -> str:
    """What outputs are taken for, and why.

    Its 3 numbers are taken for the probabilities of the classes: it ends with softmax, judged by Cross-entropy.

    Args:
        answers: `Schema.answers`; a single number of two classes speaks for the second one.
    """
    several = meaning.units > 1
    if meaning.task == "regression":
        what = "what there is to predict" if several else "what is predicted"
    else:
        noun = {"probability": "probability", "margin": "margin"}.get(meaning.shown, "score")
        plural = "probabilities" if noun == "probability" else f"{noun}s"
        second = answers[1] if not several and len(answers) > 1 else "the second class"
        of = ("the labels" if meaning.has_labels else "the classes") if several else second
        what = f"the {plural if several else noun} of {of}" + (f", after a {meaning.squash}" if meaning.squash else "")
    count = f"{meaning.units:,} numbers are" if several else "number is"
    end = f"it ends with {function.replace('_', ' ')}, " if function else ""
    return f"Its {count} taken for {what}: {end}judged by {LOSSES[loss].title}."


def _words_of(dataset: Dataset) -> tuple[str, ...]:
    part = dataset.split(judged_part(dataset))
    if dataset.schema.kind == "image":
        return ()
    if dataset.schema.kind == "tokens":
        return tuple(dataset.schema.text(ids)[:80] for ids in part.x[:SHOWN])
    own = np.asarray(dataset.unscaled(part.x[:SHOWN]), float).reshape(min(SHOWN, len(part)), -1)
    return tuple(
        ", ".join(words.plain(value, 3) for value in row[:_NUMBERS]) + " …" * (len(row) > _NUMBERS) for row in own
    )


def _pictures(dataset: Dataset) -> np.ndarray | None:
    if dataset.schema.kind != "image":
        return None
    own = dataset.unscaled(dataset.split(judged_part(dataset)).x[:SHOWN])
    low, high = float(own.min()), float(own.max())
    return np.clip((own - low) / max(high - low, 1e-9) * 255, 0, 255).round().astype("uint8")

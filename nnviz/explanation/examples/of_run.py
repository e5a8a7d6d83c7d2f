"""What the page Examples asks: the training examples alike, and those that count for an answer."""

import time
from functools import lru_cache

import numpy as np

from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation import kept
from nnviz.explanation.changes.goal import Wanted
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.examples.head import Kind, head_of, last_layer
from nnviz.explanation.examples.records import METHODS, Alike, Influence, Seen
from nnviz.explanation.of_run import meaning_in
from nnviz.inspection.space import layer_vectors
from nnviz.inspection.space_of_run import last_hidden, some
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.warm import warm, weights_key

MOST, MOMENTS = 5_000, 8
"""Training examples, and moments of the training, that are looked at."""
_SHOWN, _NEAREST, _LETTERS, _CELLS = 8, 12, 220, 4
_SUSPECT, _OTHERS = 0.05, 3
_BATCH = 256
_WRONG = "A wrong label may be among those that work against an answer: look at them first."


@kept.with_run("alike")
def alike_of_run(run_id: str, split: str, index: int, layer: str) -> Alike:
    """The training examples nearest to one example in what a layer of a run's network makes of them.

    Args:
        layer: its path; "" for the input.

    Raises:
        NnvizError: for an unknown layer, or outputs that are not finite.
    """
    model, dataset = warm(run_id)
    positions = _looked_at(dataset)
    vectors = _vectors(run_id, weights_key(Run.open(run_id)), layer)
    one = layer_vectors(model, _given(model, dataset, split, [index]), layer) if layer else _flat(dataset, split, index)
    if not (np.isfinite(vectors).all() and np.isfinite(one).all()):
        raise ExplanationError(f"{layer or 'The input'} gives numbers that are not finite.", where="layer")
    distances = np.sqrt(((vectors - one) ** 2).sum(1, dtype=float))
    if split == "train":
        distances[positions == index] = np.inf
    order = np.argsort(distances, kind="stable")[:_NEAREST]
    order = order[np.isfinite(distances[order])]
    usual = float(np.median(distances[np.isfinite(distances)]))
    seen, answer = seen_of(run_id, positions[order]), _answer(run_id, model, dataset, split, index)
    same = np.array([bool(answer) and label == answer for label in seen.labels])
    return Alike(seen, distances[order] / max(usual, 1e-12), layer, same, answer, len(positions))


@kept.with_run("others")
def others_of_run(run_id: str, split: str, index: int, wanted: Wanted = None) -> Seen:
    """The training examples nearest to one example that a run's network answers as wanted: in their own numbers, of
    texts in what the last hidden layer makes of them.

    Args:
        wanted: see `nnviz.explanation.changes.goal.Wanted`.

    Raises:
        NnvizError: for a goal that cannot be.
    """
    model, dataset = warm(run_id)
    positions, one = _looked_at(dataset), _given(model, dataset, split, [index])
    leads = Leads(model, one, meaning_in(model, dataset, run_id))
    goal = leads.goal(wanted, one)
    starts = range(0, len(positions), _BATCH)
    lead = np.concatenate(
        [leads.lead(_given(model, dataset, "train", positions[k : k + _BATCH]), goal) for k in starts]
    )
    layer = last_hidden(model) if dataset.schema.kind == "tokens" else ""
    vectors = _vectors(run_id, weights_key(Run.open(run_id)), layer)
    own = layer_vectors(model, one, layer) if layer else _flat(dataset, split, index)
    distances = np.where(lead > 0, ((vectors - own) ** 2).sum(1, dtype=float), np.inf)
    order = np.argsort(distances, kind="stable")[:_OTHERS]
    return seen_of(run_id, positions[order[np.isfinite(distances[order])]])


@kept.with_run("influence")
def influence_of_run(run_id: str, split: str, index: int, method: str, answer: int | None = None) -> Influence:
    """How much each training example counts for what a run's network answers to one example.

    Args:
        method: a key of `METHODS`.
        answer: the class or label that is explained; what is predicted when None.

    Raises:
        NnvizError: for a network without recorded weights (TracIn), or without a last Dense layer ("head").
    """
    begin = time.perf_counter()
    if method not in METHODS:
        raise unknown_name("influence", method, METHODS, kind=ExplanationError)
    model, dataset = warm(run_id)
    if dataset.schema.reconstructs:
        raise ExplanationError(
            "This network redraws its input, so that no single answer is learnt from examples.",
            fix="Look at the examples that are alike instead.",
        )
    positions = _looked_at(dataset)
    y, into = _wanted(run_id, model, dataset, split, index, answer)
    ask = _by_head if method == "head" else _by_tracin
    values, weight, notes = ask(run_id, model, dataset, split, index, positions, y)
    if not np.isfinite(values).all():
        raise ExplanationError("The influence is not a finite number for all training examples.")
    if split == "train":
        notes = (*notes, "The example itself is one that the network learnt from, and is among them.")
    order = np.argsort(-values, kind="stable")
    helpful, harmful = order[values[order] > 0][:_SHOWN], order[::-1][values[order[::-1]] < 0][:_SHOWN]
    suspects = None if weight is None else _suspects(run_id, positions, weight)
    both = (seen_of(run_id, positions[own]) for own in (helpful, harmful))
    return Influence(values, *both, values[helpful], values[harmful], suspects, into, method, notes,
                     time.perf_counter() - begin)  # fmt: skip


def _by_head(run_id, model, dataset, split, index, positions, y):
    from nnviz.training.catalog import resolve
    from nnviz.training.head import unit_count

    meaning = meaning_in(model, dataset, run_id)
    loss = resolve(Run.open(run_id).experiment.train, dataset.schema, unit_count(model)).loss
    features, weights, activation = last_layer(model, _given(model, dataset, "train", positions))
    kind = _kind(loss, activation, meaning)
    targets = _targets(dataset.train.y[positions], kind, weights.shape[1])
    head = head_of(features, targets, kind, weights)
    test, _, _ = last_layer(model, _given(model, dataset, split, [index]))
    values = head.influence(test, _targets(y, kind, weights.shape[1]))
    agree = _agree(kind, features @ head.weights, features @ weights)
    note = (
        "The layers before the last are held as they are; the last one is brought to its optimum, with a small weight "
        f"decay, and then gives the same answer to {100 * agree:.1f} % of the training examples as the network does."
        if kind != "squares"
        else "The layers before the last are held as they are; the last one is brought to its optimum first."
    )
    return values, head.own(), (note, _WRONG)


def _by_tracin(run_id, model, dataset, split, index, positions, y):
    from nnviz.explanation.examples.tracin import tracin
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import learning_rate, make_loss
    from nnviz.training.head import unit_count

    run = Run.open(run_id)
    train = resolve(run.experiment.train, dataset.schema, unit_count(model))
    meaning, steps = meaning_in(model, dataset, run_id), run.weight_ids()
    if run.moment is not None:
        steps = [step for step in steps if step <= run.moment]
    steps = [step for step in steps if step]
    if not steps:
        raise ExplanationError(
            "This run recorded no weights on its way, so its training cannot be followed.",
            fix="Train the network again here, or measure the influence at the last layer.",
        )
    steps = [steps[k] for k in np.unique(np.linspace(0, len(steps) - 1, MOMENTS).round().astype(int))]
    moments = _Moments(run, steps, [tuple(variable.shape) for variable in model.variables])
    rate = learning_rate(train, max(1, -(-len(dataset.train) // train.batch_size)))
    rates = [float(rate(step)) if callable(rate) else float(rate) for step in steps]
    part = dataset.train
    values = tracin(
        model, _given(model, dataset, "train", positions), meaning.encode(part.y[positions]),
        _given(model, dataset, split, [index]), meaning.encode(y), make_loss(train, meaning),
        moments, rates,
    )  # fmt: skip
    note = f"Added up over {len(steps)} recorded moments of the training, each with its learning rate"
    plain = train.optimizer == "sgd" and not train.optimizer_settings.get("momentum")
    note += "." if plain else f"; exact for plain gradient descent, and this run used {train.optimizer}."
    return values, None, (note, _WRONG)


class _Moments:
    """The recorded weights of a run, read one after the other."""

    def __init__(self, run: Run, steps: list[int], shapes: list[tuple[int, ...]]):
        self.run, self.steps, self.shapes = run, steps, shapes

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, place: int) -> list[np.ndarray]:
        weights = self.run.weights(self.steps[place])
        if weights is None or [np.shape(value) for value in weights] != self.shapes:
            raise ExplanationError("The weights that this run recorded do not fit its network.", where="run")
        return weights


def _kind(loss: str, activation: str, meaning) -> Kind:
    if "crossentropy" in loss:
        kind = meaning.squash or activation
        if kind in ("softmax", "sigmoid"):
            return kind
    if loss == "mean_squared_error" and activation == "linear":
        return "squares"
    raise ExplanationError(
        f"The last layer's influence is known for cross-entropy and squared errors, and this run has another loss: "
        f"{loss.replace('_', ' ')}.",
        fix="Measure the influence over the training instead.",
    )


def _targets(y: np.ndarray, kind: Kind, units: int) -> np.ndarray:
    y = np.asarray(y)
    if kind == "softmax" or (units > 1 and y.ndim == 1):
        return np.eye(units)[y.astype(int)]
    return y.reshape(len(y), -1).astype(float)


def _agree(kind: Kind, fitted: np.ndarray, own: np.ndarray) -> float:
    if kind == "softmax":
        return float((fitted.argmax(1) == own.argmax(1)).mean())
    return float(((fitted > 0) == (own > 0)).mean())


def _wanted(run_id, model, dataset, split, index, answer) -> tuple[np.ndarray, str]:
    """(1, …) the target whose loss is explained, and in words: what is predicted, or the class that was chosen."""
    schema, meaning = dataset.schema, meaning_in(model, dataset, run_id)
    shown = meaning.readable(np.asarray(model(_given(model, dataset, split, [index]), training=False)))
    if schema.has_classes:
        decided = int(meaning.decided(shown)[0]) if answer is None else int(answer)
        return np.array([decided]), schema.class_names[decided]
    if schema.has_labels:
        decided = meaning.decided(shown)
        if answer is not None:
            decided[0, int(answer)] = 1
        return decided, schema.truth(decided[0])
    y = dataset.split(split).y[[index]]
    if not np.isfinite(y).all():
        raise ExplanationError(
            "Nobody knows the true value of an example of your own, so nothing can have helped to reach it.",
            fix="Choose an example of the data, or look at the examples that are alike.",
        )
    return y, "its true value"


def _suspects(run_id: str, positions: np.ndarray, weight: np.ndarray) -> Seen | None:
    """Training examples that weigh most, and whose label the network would not give."""
    heavy = np.argsort(-weight, kind="stable")[: max(1, int(_SUSPECT * len(weight)))]
    seen = seen_of(run_id, positions[heavy[: 10 * _SHOWN]])
    return _some(seen, np.flatnonzero(seen.wrong)[:_SHOWN])


def _some(seen: Seen, places: np.ndarray) -> Seen:
    def pick(values):
        return tuple(values[k] for k in places) if values else ()

    pictures = None if seen.pictures is None else seen.pictures[places]
    return Seen(seen.positions[places], seen.rows[places], pick(seen.labels), pick(seen.said), seen.wrong[places],
                pictures, pick(seen.texts))  # fmt: skip


def seen_of(run_id: str, positions: np.ndarray) -> Seen:
    """What training examples look like, and what a run's network answers to them."""
    model, dataset = warm(run_id)
    part, schema, meaning = dataset.train, dataset.schema, meaning_in(model, dataset, run_id)
    positions = np.asarray(positions, int)
    if not len(positions):
        return Seen(positions, positions, (), (), np.zeros(0, bool))
    shown = meaning.readable(np.asarray(model(_given(model, dataset, "train", positions), training=False)))
    truth = dataset.unscaled_targets(part.y[positions]) if schema.task == "regression" else part.y[positions]
    wrong = np.zeros(len(positions), bool)
    if schema.has_classes:
        wrong = meaning.decided(shown) != truth
    elif schema.has_labels:
        wrong = (meaning.decided(shown) != truth).any(1)
    labels = tuple("" if schema.reconstructs else schema.truth(one) for one in truth)
    said = tuple(meaning.words(one, schema.answers) for one in shown)
    return Seen(positions, part.rows[positions], labels, said, wrong, *_look(dataset, positions))


def _look(dataset, positions: np.ndarray) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """Pictures of images, else texts."""
    from nnviz import words

    schema, x = dataset.schema, dataset.train.x[positions]
    if schema.kind == "tokens":
        return None, tuple(schema.text(ids)[:_LETTERS] for ids in x)
    own = np.asarray(dataset.unscaled(x), float)
    if schema.kind == "image":
        low, high = np.nanmin(own), np.nanmax(own)
        shades = np.clip(np.nan_to_num((own - low) / max(high - low, 1e-9)) * 255, 0, 255).round()
        return shades.astype("uint8"), ()
    names = schema.feature_names if schema.kind == "vector" else ()
    flat = own.reshape(len(own), -1)[:, :_CELLS]
    more = " …" if own[0].size > _CELLS else ""
    return None, tuple(
        ", ".join(f"{names[k]} {words.plain(v)}" if names else words.plain(v) for k, v in enumerate(row)) + more
        for row in flat
    )


def _answer(run_id: str, model, dataset, split: str, index: int) -> str:
    """What the network answers to one example, as targets are told."""
    return "" if dataset.schema.task == "regression" else _wanted(run_id, model, dataset, split, index, None)[1]


def _looked_at(dataset) -> np.ndarray:
    return some(len(dataset.train), dataset.schema.input_shape, MOST)


def _given(model, dataset, split: str, positions):
    return given(model, dataset.split(split), np.asarray(positions, int))


def _flat(dataset, split: str, index: int) -> np.ndarray:
    return dataset.split(split).x[[index]].reshape(1, -1).astype("float32")


@lru_cache(maxsize=4)
def _vectors(run_id: str, key: tuple, layer: str) -> np.ndarray:
    """(n, numbers) what a layer makes of the training examples that are looked at; `key` changes with the weights."""
    model, dataset = warm(run_id)
    positions = _looked_at(dataset)
    if not layer:
        return dataset.train.x[positions].reshape(len(positions), -1).astype("float32")
    return layer_vectors(model, _given(model, dataset, "train", positions), layer)

"""What the page Examples asks about concepts: a group of a run's examples, tested at its network's layers."""

from dataclasses import asdict

import keras
import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.concepts.records import ConceptTest, Group
from nnviz.explanation.concepts.tcav import FEWEST, SETS, Sensitivity, concept_test
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.what_if import codes_of
from nnviz.inspection.space import layer_vectors
from nnviz.inspection.space_of_run import some
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.warm import warm

_NUMBERS = ("scores", "random", "p", "accuracy", "shown", "asked")
_SHOWN, _POOL, _ASKED = 120, 400, 120
"""Examples of a concept, examples that counterparts are drawn from, and examples whose answers are looked at."""


@kept.with_run("concept")
def concept_of_run(run_id: str, group: Group | tuple, layers: tuple[str, ...], targets: tuple[int, ...], tests: int,
                   seed: int = 0) -> tuple[ConceptTest, ...]:  # fmt: skip
    """A concept at some layers of a run's network, for some of its classes, labels or outputs.

    Args:
        group: the examples that show it; a `Group`, or its fields in their order.
        layers: their paths.
        tests: how many tests are made together, on other layers as well.
        seed: of the random counterparts.

    Raises:
        NnvizError: for a group that is too small or too large, or a layer without a gradient.
    """
    group = group if isinstance(group, Group) else Group(*group)
    model, dataset = warm(run_id)
    answers, found = dataset.schema.answers, []
    for layer in layers:
        for target in targets:
            names = (group.title, answers[target])

            def work_out(layer=layer, target=target, names=names) -> dict[str, np.ndarray]:
                told = _tested(run_id, model, dataset, group, layer, target, seed, names)
                return {name: np.asarray(getattr(told, name)) for name in _NUMBERS}

            own = kept.arrays(run_id, ("concept", asdict(group), layer, target, seed, SETS), work_out)
            numbers = {name: own[name] if own[name].ndim else own[name].item() for name in _NUMBERS}
            found.append(ConceptTest(group.title, layer, names[1], **numbers, tests=tests))
    return tuple(found)


def _tested(run_id: str, model, dataset, group: Group, layer: str, target: int, seed: int, names) -> ConceptTest:
    shown, pool = (layer_vectors(model, one, layer) for one in _examples(run_id, model, dataset, group))
    asked = given(model, dataset.train, _asked(dataset, target))
    slopes = Sensitivity.of(model, asked, target, layer, meaning_in(model, dataset, run_id))
    return concept_test(slopes, shown, pool, layer, seed=seed, names=names)


def members_of_run(run_id: str, group: Group) -> tuple[int, int]:
    """How many training examples are in a group, and how many are not."""
    _, dataset = warm(run_id)
    inside = members(run_id, dataset, group)
    return (len(group.names), len(dataset.train)) if inside is None else (int(inside.sum()), int((~inside).sum()))


def members(run_id: str, dataset, group: Group) -> np.ndarray | None:
    """(n,) which training examples belong to a group; None for images of a person's own."""
    part, y = dataset.train, np.asarray(dataset.train.y)
    if group.kind == "own":
        return None
    if group.kind == "examples":
        return np.isin(part.rows, group.names)
    if group.kind == "class":
        return y[:, group.place] > 0 if dataset.schema.has_labels else y.ravel() == group.place
    if group.kind == "word":
        tokens = [k for k, name in enumerate(dataset.schema.token_names) if name in group.names]
        return np.isin(part.x, tokens).any(1)
    codes = codes_of(Run.open(run_id), dataset, "train")
    if not 0 <= group.place < codes.shape[1]:
        raise ExplanationError(f"There is no column {group.place}.", expected=f"0 to {codes.shape[1] - 1}")
    values = codes[:, group.place]
    if group.kind == "name":
        return np.isin(values, group.names)
    return (values >= group.low) & (values <= group.high)


def _examples(run_id: str, model, dataset, group: Group):
    """What shows the concept, and what its counterparts are drawn from, as the model takes them."""
    inside = members(run_id, dataset, group)
    if inside is None:
        own = [given(model, dataset.split(part), slice(0, 1)) for part in group.names]
        if not own:
            raise _too_few(0)
        shown = keras.tree.map_structure(lambda *arrays: np.concatenate(arrays), *own)
        places = some(len(dataset.train), dataset.schema.input_shape, _POOL)
        return _enough(shown, len(own)), given(model, dataset.train, places)
    chosen, others = np.flatnonzero(inside), np.flatnonzero(~inside)
    if len(chosen) < FEWEST or len(others) < 2 * FEWEST:
        raise _too_few(len(chosen), len(others))
    shown, pool = _evenly(chosen, _SHOWN), _evenly(others, _POOL)
    return given(model, dataset.train, shown), given(model, dataset.train, pool)


def _enough(shown, count: int):
    if count < FEWEST:
        raise _too_few(count)
    return shown


def _too_few(count: int, others: int | None = None) -> ExplanationError:
    if others is not None and count >= FEWEST:
        return ExplanationError(
            f"All but {others:,} training examples are in this group, so there is nothing to compare it with.",
            expected=f"at least {2 * FEWEST} outside of it",
            where="concept",
        )
    return ExplanationError(
        f"{count:,} examples show this concept.",
        expected=f"at least {FEWEST}",
        fix="Take a wider condition, or pick more examples.",
        where="concept",
    )


def _asked(dataset, target: int) -> np.ndarray:
    """The training examples whose answers are looked at: those of the class or with the label, else all."""
    y = np.asarray(dataset.train.y)
    if dataset.schema.has_classes:
        of_class = np.flatnonzero(y == target)
    elif dataset.schema.has_labels:
        of_class = np.flatnonzero(y[:, target] > 0)
    else:
        of_class = np.arange(len(y))
    return _evenly(of_class if len(of_class) else np.arange(len(y)), _ASKED)


def _evenly(places: np.ndarray, most: int) -> np.ndarray:
    return places[np.unique(np.linspace(0, len(places) - 1, min(most, len(places))).round().astype(int))]

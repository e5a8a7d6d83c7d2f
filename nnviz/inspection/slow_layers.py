"""A training step of any network taken apart layer by layer, held against Keras's own step."""

import keras
import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.slow_layer_records import INPUT, SlowPart, SlowWalk, SlowWeight, few_of, first_of
from nnviz.inspection.slow_pass import Pass, forward_and_back, losses_of
from nnviz.inspection.sources import sources_of
from nnviz.models.states import preserved, states
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.training.begin import begin, kept_network
from nnviz.training.midway import set_typed
from nnviz.training.parts import in_sentences, parts
from nnviz.training.single_steps import SingleSteps
from nnviz.training.steps import is_own
from nnviz.training.train import array_loop

MOST_STEPS, MOST_WEIGHTS, MOST_EXAMPLES = 200, 5_000_000, 8


class SlowTraining:
    """The first steps of an experiment's training, each of which can be looked at.

    Args:
        run: whose first weights and first epoch are taken, where it goes on from another one or somebody typed weights;
            None for new weights.

    Raises:
        NnvizError: as training would, and ModelError for what cannot be followed.
    """

    def __init__(self, experiment: Experiment, run: Run | None = None):
        with in_sentences():
            self.experiment = experiment
            self.model, self.dataset = parts(experiment, kept_network(run) if run else None, None)
            self._check()
            if run is not None:
                begin(self.model, run)
                set_typed(self.model, run)
            self.model.run_eagerly = True
            loop, self.spec, self.meaning = array_loop(
                self.model, self.dataset, experiment.train, experiment.data.augmentations
            )
            if run is not None:
                loop.begin_at(run.record.counts_from)
            self.steps = SingleSteps(loop)
            self._first = self.steps.taken

    @property
    def taken(self) -> int:
        """How many steps have been taken."""
        return self.steps.taken - self._first

    def walk(self, step: int) -> SlowWalk:
        """The step number `step`, from 0, which is not yet taken: then it is."""
        with in_sentences():
            while self.taken < step:
                self.steps.take(self.steps.batch())
            return self._next()

    def _check(self) -> None:
        count = self.model.count_params()
        if count > MOST_WEIGHTS:
            raise ModelError(
                f"This network has {count:,} weights.", expected=f"at most {MOST_WEIGHTS:,}", where="model"
            )
        if is_own(self.model, "train_step"):
            raise ModelError("This network trains with a step of its own, which slow motion cannot follow.")

    def _next(self) -> SlowWalk:
        model, rows, place = self.model, self.steps.rows(), self.steps.taken
        batch = self.steps.batch()
        rate = float(np.asarray(model.optimizer.learning_rate))
        before = [variable.numpy() for variable in model.variables]
        seen, by_hand = self._by_hand(batch)
        self.steps.take(batch)
        after = [variable.numpy() for variable in model.variables]
        residual = max(_difference(a, b) for a, b in zip(by_hand, after, strict=True))
        _, y, *_ = batch
        batches = self.steps.loop.steps_per_epoch
        return SlowWalk(
            place // batches, place % batches, batches, self.dataset.train.rows[rows], *self._told(rows, seen.outputs),
            losses_of(model, y, seen.outputs), seen.loss, seen.penalty, self._parts(batch, seen, before, after),
            self.spec.optimizer, rate, model.count_params(), bool(self.experiment.data.augmentations), residual,
        )  # fmt: skip

    def _by_hand(self, batch) -> tuple[Pass, list[np.ndarray]]:
        """(the pass, all variables after the step that its gradients give); the model is put back."""
        model, optimizer = self.model, self.model.optimizer
        state = [(variable, variable.numpy()) for variable in optimizer.variables]
        with preserved(model, weights=True):
            seen = forward_and_back(model, batch)
            try:
                optimizer.apply_gradients(zip(seen.gradients, model.trainable_variables, strict=True))
                return seen, [variable.numpy() for variable in model.variables]
            finally:
                for variable, value in state:
                    variable.assign(value)

    def _told(self, rows, outputs) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What each example is, and what the network says of it, in words."""
        schema, truth = self.dataset.schema, self.dataset.train.y[rows]
        truth = self.dataset.unscaled_targets(truth) if schema.task == "regression" else truth
        shown = self.meaning.readable(np.asarray(outputs))
        answers = tuple(self.meaning.words(one, schema.answers) for one in shown)
        return tuple(map(schema.truth, truth)), answers

    def _parts(self, batch, seen: Pass, before: list, after: list) -> tuple[SlowPart, ...]:
        variables, seeds = self.model.variables, {id(own) for own in states(self.model) if "int" in str(own.dtype)}
        numbers = {id(own): pair for own, *pair in zip(variables, before, after, strict=True) if id(own) not in seeds}
        gradients = dict(zip(map(id, self.model.trainable_variables), seen.gradients, strict=True))
        inputs = [np.asarray(own) for own in keras.tree.flatten(batch[0])]
        paths = [call.path for call in seen.calls for _ in call.outputs]
        described = [_input_part(inputs[0])]
        for call, slope, places in zip(seen.calls, seen.slopes, sources_of(seen.calls, inputs), strict=True):
            own = [v for v in getattr(call.layer, "weights", ()) if id(v) in numbers] if not call.index else []
            weights = [_weight(call.layer, v, *numbers[id(v)], gradients.get(id(v))) for v in own]
            sources = tuple(dict.fromkeys(paths[place] for place in places if place >= 0))
            described.append(_part(call, sources, slope, tuple(weights)))
        return tuple(described)


def slow_layers(experiment: Experiment, step: int, *, run: Run | None = None) -> SlowWalk:
    """The training step number `step` (from 0) of any experiment, layer by layer, from its first weights on and with
    its own batches: forward in training mode, loss, backward, update.

    Args:
        run: whose first weights are taken, where it began with those of another one.

    Raises:
        ModelError: for a step beyond the 200th, a network of more than 5 million weights, or one with a step of its
            own or several outputs.
    """
    check_step(step)
    return SlowTraining(experiment, run).walk(step)


def check_step(step: int) -> None:
    """Raises ModelError for a step that slow motion does not reach."""
    if not 0 <= step < MOST_STEPS:
        raise ModelError(f"Step {step + 1:,} was asked for.", expected=f"one of the first {MOST_STEPS}", where="step")


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype("float64") - other.astype("float64")).max(initial=0.0))


def _input_part(x: np.ndarray) -> SlowPart:
    numbers = x.astype("float32")
    told = few_of(numbers[:MOST_EXAMPLES]), float(numbers.mean()), float(numbers.std())
    return SlowPart(INPUT, "", (), x.shape[1:], *told, None, None, ())


def _part(call, sources: tuple[str, ...], slope, weights: tuple[SlowWeight, ...]) -> SlowPart:
    values = np.asarray(call.outputs[0])
    shape = values.shape[1:]
    values = values.astype("float32") if values.dtype.kind != "f" else values
    slopes = None if slope is None else np.asarray(slope)
    path = call.path if not call.index else f"{call.path} (call {call.index + 1})"
    return SlowPart(
        path, type(call.layer).__name__, sources, shape, few_of(values[:MOST_EXAMPLES]), float(values.mean()),
        float(values.std()), None if slopes is None else few_of(slopes[:MOST_EXAMPLES]),
        None if slopes is None else float(np.linalg.norm(slopes)), weights,
    )  # fmt: skip


def _weight(layer, variable, before: np.ndarray, after: np.ndarray, gradient) -> SlowWeight:
    name = variable.path.split(f"{layer.name}/", 1)[-1]
    gradient = None if gradient is None else np.asarray(gradient)
    return SlowWeight(
        name, before.shape, first_of(before), None if gradient is None else first_of(gradient), first_of(after),
        float(np.linalg.norm(before)), None if gradient is None else float(np.linalg.norm(gradient)),
        float(np.linalg.norm(after - before)),
    )  # fmt: skip

"""From a task to a trained network: what each decision of the walk makes of the experiment. Imports no framework."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz import words
from nnviz.data.catalog import title_of
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError, SpecError
from nnviz.gallery import ready, start_for
from nnviz.models import edits
from nnviz.models.architectures import linear
from nnviz.models.records import Preview
from nnviz.models.templates import suggest
from nnviz.params import lookup
from nnviz.runs.outcome import OVERFITS, RAN_AWAY
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, ModelSpec
from nnviz.studies.knobs import KNOBS, hidden_layers
from nnviz.training.meaning import decide

OWN = "own"
TASKS = ("breast_cancer", "diabetes", "digits")
"""The ready experiments that the walk offers beside the reader's own."""
SCALINGS = ("standard", "none")
ACTIVATIONS = ("linear", "sigmoid", "softmax", "relu")
LOSSES = ("binary_crossentropy", "sparse_categorical_crossentropy", "mean_squared_error", "hinge")
SIZES = ("none", "suggested", "large")
EPOCHS = 40
"""So many epochs at most: the first training is to take seconds."""
ENDS = ("output_units", "loss_activation", "output_activation", "one_unit_softmax", "loss_task", "loss")
"""Codes of the diagnoses that are about how the network ends and what judges it."""
_MOST_UNITS = 256


@dataclass(frozen=True)
class Choices:
    """What the reader has decided so far.

    Attributes:
        data: "own" or a name in `TASKS`.               scaling: of the inputs, a name in `SCALINGS`.
        units, activation, loss: how the network ends and what judges it.
        size: "none" (no hidden layer), "suggested" or "large".
        step: what is changed for the second training, a name in `STEPS`; "" for the first one.
    """

    data: str
    scaling: str
    units: int
    activation: str
    loss: str
    size: str
    step: str = ""


@dataclass(frozen=True)
class Step:
    """One change to try next: what it does in words, and for which diagnoses it is the usual one."""

    title: str
    help: str
    suits: tuple[str, ...]


STEPS: dict[str, Step] = {
    "longer": Step("Three times as many epochs", "It was still getting better.", ("falling",)),
    "wider": Step("Twice as many hidden units", "More room to learn with.", ("nothing", "falling")),
    "faster": Step("Three times the learning rate", "Larger steps.", ("nothing", "falling")),
    "slower": Step("A third of the learning rate", "Smaller steps.", ("away",)),
    "dropout": Step("Dropout of 30 %", "Hidden units take turns, so that nothing is learnt by heart.", ("overfits",)),
    "early": Step("Early stopping", "Ends once the validation loss has not improved for 5 epochs.", ("overfits",)),
    "seed": Step("Another seed, nothing else", "How much is chance?", ("good",)),
}
DIAGNOSES = {
    "good": "It learnt, and holds on data that it has not seen",
    "falling": "It was still getting better when it ended",
    "overfits": "It overfits: better and better on what it saw, worse on the rest",
    "nothing": "It has hardly learnt",
    "away": "The loss ran away",
}


def base(data: str, own: Experiment) -> Experiment:
    """The experiment that a walk begins from: the reader's own, or a ready one."""
    return own if data == OWN else ready(data)


def data_of(choices: Choices, own: Experiment) -> DataSpec:
    return base(choices.data, own).data.replace(scaling=choices.scaling, steps=())


def unit_options(schema: Schema) -> tuple[int, ...]:
    """Numbers of output units to choose from: one, two, and as many as there are classes or targets."""
    return tuple(sorted({1, 2, schema.outputs, len(schema.class_names) or 1}))


def experiment(choices: Choices, own: Experiment, schema: Schema, examples: int) -> Experiment:
    """The experiment that the decisions make.

    Args:
        schema, examples: of the data, and how many of them are for training.

    Raises:
        SpecError: for a step that this network does not allow.
    """
    begun = base(choices.data, own)
    model = with_output(_network(choices.size, schema, examples), choices.units, choices.activation)
    train = start_for(begun.data.source, schema) if choices.data == OWN else begun.train
    metrics = ("mean_absolute_error", "r2_score") if schema.task == "regression" else ("accuracy",)
    decided = Experiment(
        title=f"{begun.title or title_of(begun.data)}, step by step"[:100],
        data=data_of(choices, own),
        model=model,
        train=train.replace(loss=choices.loss, loss_settings={}, metrics=metrics, epochs=min(train.epochs, EPOCHS)),
    )
    return turned(decided, choices.step) if choices.step else decided


def _network(size: str, schema: Schema, examples: int) -> ModelSpec:
    if size == "none":
        return linear(schema)
    model = suggest(schema, examples)
    return _wider(model, 8 if schema.kind == "vector" else 3) if size == "large" else model


def _wider(model: ModelSpec, times: int) -> ModelSpec:
    for layer in hidden_layers(Experiment(model=model)):
        name = "filters" if "filters" in layer.settings else "units"
        model = edits.set_settings(model, layer.id, **{name: min(times * layer.settings[name], _MOST_UNITS)})
    return model


def with_output(model: ModelSpec, units: int, activation: str) -> ModelSpec:
    """The network with other output units and another last function."""
    return edits.set_settings(model, model.layers[-1].id, units=units, activation=activation)


def turned(decided: Experiment, step: str) -> Experiment:
    """The experiment after one step of `STEPS`. Raises SpecError for one that it does not allow."""
    lookup(STEPS, step, "step")
    train = decided.train
    if step == "dropout":
        return KNOBS["dropout"].turn(decided, 0.3)
    if step == "wider":
        wider = _wider(decided.model, 2)
        if wider == decided.model:
            raise SpecError("The network has no hidden layer that could be wider.", fix="Choose another step.")
        return decided.replace(model=wider)
    changes = {
        "longer": {"epochs": 3 * train.epochs},
        "faster": {"learning_rate": 3 * train.learning_rate},
        "slower": {"learning_rate": train.learning_rate / 3},
        "early": {"early_stopping": 5},
        "seed": {"seed": train.seed + 1},
    }
    return decided.replace(train=train.replace(**changes[step]))


def read_as(choices: Choices, schema: Schema) -> str:
    """What the app would take the outputs for with this end and loss: a sentence of its `OutputMeaning`."""
    try:
        meaning = decide(schema, choices.loss, choices.activation, choices.units)
    except NnvizError as error:
        return str(error)
    return {
        "probability": "Its outputs are read as probabilities.",
        "margin": "Its outputs are read as margins: how far an example is on the right side.",
        "score": "Its outputs are read as plain scores: the larger, the likelier, and no more than that.",
        "value": f"Its output is read as {schema.target_name}.",
    }[meaning.shown]


def diagnosis(message: str) -> str:
    """Which of `DIAGNOSES` the sentence of a run that has ended speaks of (`nnviz.training.verdict`)."""
    begins = {RAN_AWAY: "away", OVERFITS: "overfits", "It has not learnt": "nothing", "It hardly learnt": "nothing"}
    found = next((name for start, name in begins.items() if message.startswith(start)), "")
    if found or "no longer a number" in message:
        return found or "away"
    return "falling" if "was still falling" in message else "good"


def scores(history: Mapping[str, np.ndarray], task: str) -> np.ndarray:
    """(epochs,) what the walk counts: validation accuracy, or the share of the variance explained; () before."""
    name = "r2_score" if task == "regression" else "accuracy"
    return np.asarray(history.get(f"val_{name}", history.get(name, ())), float)


def score_in_words(score: float, task: str) -> str:
    told = words.percent(max(score, 0.0))
    return f"{told} of the variance explained" if task == "regression" else f"{told} right"


def compared(before: float, after: float, task: str, examples: int) -> str:
    """What a second training came to against the first: the scores of the networks that both left."""
    change, noise = after - before, spread(before, task, examples)
    told = f"{score_in_words(before, task)} before, {score_in_words(after, task)} now."
    if abs(change) < noise:
        return (
            f"{told} With {examples:,} validation examples, differences below about {100 * noise:.0f} points may be "
            "chance: no sure change."
        )
    return f"{told} {'Better' if change > 0 else 'Worse'}, by more than chance would make likely."


def spread(score: float, task: str, examples: int) -> float:
    """About two standard errors of a score measured on so many examples: of a share, or of a share of variance
    (Olkin and Finn, "Correlations redux", 1995)."""
    share = float(np.clip(score, 0.02, 0.98))
    variance = 4 * share * (1 - share) ** 2 if task == "regression" else share * (1 - share)
    return 2 * float(np.sqrt(variance / max(examples, 1)))


def kept(history: Mapping[str, np.ndarray], task: str, message: str) -> float | None:
    """The score of the network that a training leaves: of its last epoch, or after early stopping of its best one."""
    counted = scores(history, task)
    losses = np.asarray(history.get("val_loss", history.get("loss", ())), float)
    if not np.isfinite(counted).any():
        return None
    if message.startswith("Ended early") and np.isfinite(losses).any():
        return float(counted[np.nanargmin(losses)])
    return float(counted[np.isfinite(counted)][-1])


def told_network(preview: Preview, choices: Choices, schema: Schema) -> dict:
    """What the walk says of a network, JSON-ready: layers, size, what the app finds, and whether its end fits."""
    found = [
        {"code": one.code, "severity": one.severity, "message": one.message, "end": one.code in ENDS}
        for one in preview.diagnoses
    ]
    ends = [one for one in found if one["end"]]
    return {
        "input": preview.input_shape,
        "layers": [
            {"title": layer.title, "kind": layer.kind, "shape": layer.output_shape, "parameters": layer.parameters}
            for layer in preview.layers
        ],
        "parameters": preview.parameters,
        "found": found,
        "fits": not ends,
        "ready": preview.ok,
        "read": read_as(choices, schema) if preview.ok else "",
    }


def told_run(run: Run, schema: Schema, examples: int, before: Run | None = None) -> dict:
    """What the walk says of a run, JSON-ready: where it stands, its curves, its verdict, and once it has ended how it
    compares with the one before.

    Args:
        examples: how many the scores are measured on.
    """
    status, history = run.status(), run.history()
    counted = scores(history, schema.task)
    curves = {name: history.get(name, ()) for name in ("epoch", "loss", "val_loss")}
    news = {
        "id": run.id,
        "state": status.state,
        "epoch": status.epoch,
        "epochs": run.experiment.train.epochs,
        "message": status.message,
        "curves": {name: _finite(values) for name, values in {**curves, "score": counted}.items()},
        "score": kept(history, schema.task, status.message),
        "diagnosis": "" if status.active or status.state == "failed" else diagnosis(status.message),
        "compared": "",
    }
    earlier = kept(before.history(), schema.task, before.status().message) if before is not None else None
    if earlier is not None and not status.active and news["score"] is not None:
        news["compared"] = compared(earlier, news["score"], schema.task, examples)
    return news


def _finite(values) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in np.asarray(values, float)]

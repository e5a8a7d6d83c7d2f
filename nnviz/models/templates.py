"""Networks to start from. Imports no framework.

`suggest` gives the sensible start for the data at hand; `TEMPLATES` the named ones. Last layers follow
one convention: Dense(1, sigmoid) for two classes, Dense(classes, softmax) for more, Dense(labels, sigmoid) for labels,
Dense(targets) for regression.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from nnviz.data.schema import Schema
from nnviz.models import architectures
from nnviz.models.architectures import dense, output_layer
from nnviz.specs import ModelSpec

__all__ = ["TEMPLATES", "Template", "dense", "output_layer", "suggest", "why"]


@dataclass(frozen=True, kw_only=True)
class Template:
    """A named start: what it is, whether it fits data of a schema, and the network for it."""

    title: str
    help: str
    applies: Callable[[Schema], bool]
    make: Callable[[Schema], ModelSpec]


def suggest(schema: Schema, examples: int | None = None) -> ModelSpec:
    """A network that learns data of this kind well, with the right output layer.

    Args:
        schema: of the data.
        examples: number of training examples; fewer examples, fewer units.
    """
    if schema.reconstructs:
        return architectures.autoencoder(schema)
    return architectures.beside(schema, _for_first_input(schema, examples))


def _for_first_input(schema: Schema, examples: int | None) -> ModelSpec:
    if schema.kind == "vector":
        return architectures.plane(schema) if schema.is_plane else architectures.table(schema, examples)
    if schema.kind == "tokens":
        return _READERS[schema.order](schema)
    return {"image": architectures.image, "sequence": architectures.series}[schema.kind](schema)


_READERS = {"": architectures.tokens, "places": architectures.transformer, "memory": architectures.reader("LSTM")}
"""The network for tokens, by how their order decides."""


def why(schema: Schema, examples: int | None = None) -> tuple[str, ...]:
    """The reasons behind `suggest`: input, depth and width, output and loss, and what to try next."""
    inputs = {
        "vector": f"{math.prod(schema.input_shape)} numbers without an order: Dense layers, which see all of them.",
        "image": "Neighbouring pixels belong together: convolutions find local patterns with few weights, and "
        "pooling lets later ones see more of the image.",
        "sequence": "The order of the steps matters: convolutions along it find local patterns; an LSTM or GRU "
        "remembers further back.",
        "tokens": "Words are names, not amounts: an Embedding gives each a vector that is learnt.",
    }[schema.kind]
    outputs = {
        "binary": "One output with sigmoid is the probability of the second class; its loss is binary cross-entropy.",
        "multiclass": f"{schema.outputs} outputs with softmax are the probabilities of the classes; their loss is "
        "cross-entropy.",
        "multilabel": f"{schema.outputs} outputs with sigmoid, a probability for each label: several may be there at "
        "once, or none. The loss is binary cross-entropy, averaged over the labels.",
        "regression": f"{schema.outputs} output{'s' * (schema.outputs != 1)} without an activation can be any number; "
        "the loss is the mean squared error.",
    }[schema.task]
    if schema.padded:
        inputs = (
            "Every sequence has a length of its own: Masking skips what follows its end, and a GRU or LSTM reads the "
            "steps that are there."
        )
    if schema.order:
        inputs = {
            "places": "One token has to be found at its place: every token gets its place, and attention lets each one "
            "look at every other.",
            "memory": "Each token has to be read in the light of those before it: an LSTM reads one after the other "
            "and remembers.",
        }[schema.order]
    if schema.further:
        named = ", ".join(f"{one.name} ({one.words})" for one in schema.further)
        inputs += f" Beside it stands {named}: a branch of its own, joined before the last layers."
    if schema.reconstructs:
        inputs = (
            "Every example is squeezed through a few numbers, its code, and rebuilt: the network has to find what "
            "matters."
        )
        outputs = (
            "As many outputs as inputs, without an activation; the loss is the mean squared error, averaged over "
            "all of them."
        )
    few = examples is not None and examples < 2000
    size = (
        f"{examples:,} training examples are few: a small network, so that it cannot learn them by heart."
        if few
        else "Start small: if the training loss stays high, add units, then layers."
    )
    return (
        inputs,
        size,
        outputs,
        "Training loss high (underfitting): more units or layers, train longer, a higher learning rate.",
        "Validation loss rising while training loss falls (overfitting): dropout, L2, early stopping, fewer units, "
        "more data.",
    )


def _any(schema: Schema) -> bool:
    return True


def _of_kind(*kinds: str) -> Callable[[Schema], bool]:
    return lambda schema: schema.kind in kinds


def _steps(schema: Schema) -> bool:
    """Whether examples can be read step by step: sequences, words, and images row by row."""
    return schema.kind in ("sequence", "tokens", "image")


def _side(least: int) -> Callable[[Schema], bool]:
    return lambda schema: schema.kind == "image" and min(schema.input_shape[:2]) >= least


def _numbers(schema: Schema) -> bool:
    return schema.kind in ("vector", "image", "sequence")


def _two(schema: Schema) -> bool:
    return _numbers(schema) and schema.task == "binary"


def _classes(schema: Schema) -> bool:
    return _numbers(schema) and schema.task in ("multiclass", "multilabel")


def _real(schema: Schema) -> bool:
    return _numbers(schema) and schema.task == "regression"


TEMPLATES: dict[str, Template] = {
    "suggested": Template(
        title="Suggested start", help="What usually works for data of this kind.", applies=_any, make=suggest
    ),
    "perceptron": Template(
        title="Perceptron",
        help="One unit that decides between two classes: a single line.",
        applies=_two,
        make=architectures.linear,
    ),
    "logistic": Template(
        title="Logistic regression",
        help="One layer and a softmax, or a sigmoid for each label: straight lines between the classes.",
        applies=_classes,
        make=architectures.linear,
    ),
    "linear": Template(
        title="Linear regression",
        help="A weighted sum: the line or plane of least squares.",
        applies=_real,
        make=architectures.linear,
    ),
    "beside": Template(
        title="Two branches",
        help="The first input and what stands beside it each have layers of their own, which are joined.",
        applies=lambda schema: bool(schema.further),
        make=suggest,
    ),
    "mlp": Template(
        title="Multilayer perceptron",
        help="Hidden layers of units that see everything.",
        applies=_numbers,
        make=architectures.mlp,
    ),
    "lenet": Template(
        title="LeNet-like",
        help="Two convolutions with pooling, then Dense layers (LeCun et al. 1998).",
        applies=_side(8),
        make=architectures.lenet,
    ),
    "resnet": Template(
        title="Small ResNet",
        help="Residual blocks: convolutions with skip connections.",
        applies=_side(8),
        make=architectures.resnet,
    ),
    "inception": Template(
        title="Small Inception",
        help="Windows of several sizes side by side.",
        applies=_side(8),
        make=architectures.inception,
    ),
    "lstm": Template(
        title="LSTM",
        help="Reads step by step and remembers; images row by row.",
        applies=_steps,
        make=architectures.reader("LSTM"),
    ),
    "gru": Template(title="GRU", help="Like the LSTM, smaller.", applies=_steps, make=architectures.reader("GRU")),
    "conv1d": Template(
        title="1-D convolutions",
        help="Slides along the steps, or along a table's columns.",
        applies=lambda schema: math.prod(schema.input_shape) >= 6,
        make=architectures.conv1d,
    ),
    "transformer": Template(
        title="Transformer encoder",
        help="Every step looks at every other; images row by row.",
        applies=_steps,
        make=architectures.transformer,
    ),
    "autoencoder": Template(
        title="Autoencoder",
        help="Squeezes each example through a few numbers and rebuilds it; for data whose target is its own input.",
        applies=lambda schema: schema.reconstructs,
        make=architectures.autoencoder,
    ),
}

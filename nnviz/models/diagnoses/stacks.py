"""Warnings about layers that follow each other."""

from nnviz.models import edits, wiring
from nnviz.models.diagnoses.words import called, mend, warning
from nnviz.specs import INPUT

_LINEAR_MAPS = ("Dense", "Conv1D", "Conv2D", "Conv3D")
_ACTIVATIONS = ("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax")
_NORMS = ("BatchNormalization",)
_STRAIGHT = (
    *_NORMS,
    *("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout"),
    *("GaussianDropout", "GaussianNoise", "ActivityRegularization", "Identity", "Flatten", "Reshape"),
)
"""What only scales, shifts, drops or rearranges numbers once training is over: no bend for the layers around it."""
_FLAT = ("sigmoid", "tanh", "hard_sigmoid")


def pairs(trace):
    """Every (layer, the layer that alone feeds it), both switched on."""
    layers = {layer.id: layer for layer in trace.spec.layers}
    for layer, sources in wiring.used(trace.spec):
        if len(sources) == 1 and sources[0] != INPUT:
            yield layer, layers[sources[0]]


def _through_straight(layer, before):
    """The layer whose numbers reach `layer` with no bend in between; None where several layers or the data do.

    Args:
        before: layer id → the layer that alone feeds it.
    """
    source = before.get(layer.id)
    while source is not None and source.kind in _STRAIGHT:
        source = before.get(source.id)
    return source


def function(trace, layer) -> str | None:
    """Name of the activation that a layer applies; "linear" for none; None when it has no such setting."""
    settings = trace.settings[layer.id]
    if layer.kind in ("ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"):
        return layer.kind.lower()
    if "activation" not in settings:
        return None
    return settings["activation"] if isinstance(settings["activation"], str) else "linear"


def no_nonlinearity(trace):
    """Code "no_nonlinearity": two linear maps in a row are one linear map, whatever straight layers stand between."""
    feeding = {layer.id: source for layer, source in pairs(trace)}
    for layer, direct in pairs(trace):
        before = _through_straight(layer, feeding)
        kinds = before is not None and layer.kind in _LINEAR_MAPS and layer.kind == before.kind
        if kinds and function(trace, before) == "linear":
            through = "" if before is direct else f", with no bend in {called(direct)} between them"
            yield warning(
                "no_nonlinearity",
                before.id,
                f"{called(before)} has no activation and feeds {called(layer)}{through}: two linear layers in a row "
                "can do no more than one. A non-linear function between them makes the depth count.",
                mend("Use relu", edits.set_settings, trace.spec, before.id, activation="relu"),
                mend("Use tanh", edits.set_settings, trace.spec, before.id, activation="tanh"),
            )


def activation_twice(trace):
    """Code "activation_twice"."""
    for layer, before in pairs(trace):
        if layer.kind in _ACTIVATIONS and function(trace, before) not in (None, "linear"):
            yield warning(
                "activation_twice",
                layer.id,
                f"{called(layer)} follows {called(before)}, which already applies "
                f"{function(trace, before)}. One "
                "function is enough; two squeeze the numbers twice.",
                mend(f"Remove {called(layer)}", edits.remove, trace.spec, layer.id),
                mend(f"No activation in {called(before)}", edits.set_settings, trace.spec, before.id, activation=None)
                if "activation" in trace.settings[before.id] and before.kind != "Activation"
                else (),
            )


def inner_softmax(trace):
    """Code "inner_softmax": probabilities in the middle of a network."""
    last = wiring.outputs(trace.spec)
    merged = {
        source
        for layer, sources in wiring.used(trace.spec)
        for source in sources
        if layer.kind in ("Multiply", "Dot", "Attention")
    }
    for layer, _ in wiring.used(trace.spec):
        if (
            layer.id not in last
            and layer.id not in merged
            and layer.kind == "Dense"
            and (function(trace, layer) == "softmax")
        ):
            yield warning(
                "inner_softmax",
                layer.id,
                f"{called(layer)} is a hidden layer with softmax: its units share a sum of 1, which holds "
                "back most of what they could say. Softmax belongs to the output.",
                mend("Use relu", edits.set_settings, trace.spec, layer.id, activation="relu"),
            )


def saturating(trace):
    """Code "saturating_depth": gradients fade through many sigmoid or tanh layers."""
    last = wiring.outputs(trace.spec)
    layers = [
        layer
        for layer, _ in wiring.used(trace.spec)
        if layer.id not in last and layer.kind in _LINEAR_MAPS and function(trace, layer) in _FLAT
    ]
    limit = 3 if any(function(trace, layer) != "tanh" for layer in layers) else 6
    if len(layers) > limit:

        def edit():
            spec = trace.spec
            for layer in layers:
                spec = edits.set_settings(spec, layer.id, activation="relu")
            return spec

        yield warning(
            "saturating_depth",
            layers[0].id,
            f"{len(layers)} hidden layers use {function(trace, layers[0])}, whose slope is small far from "
            "zero: the gradient shrinks at each of them, and the first layers hardly learn.",
            mend("Use relu in all of them", edit),
        )


def bias_before_norm(trace):
    """Code "bias_before_norm": batch normalization takes the mean out again."""
    for layer, before in pairs(trace):
        if (
            layer.kind in _NORMS
            and trace.settings[layer.id]["center"]
            and function(trace, before) == "linear"
            and (trace.settings[before.id].get("use_bias"))
        ):
            yield warning(
                "bias_before_norm",
                before.id,
                f"{called(before)} adds a bias, and {called(layer)} subtracts the mean directly "
                "afterwards: the bias has no effect.",
                mend("Leave the bias out", edits.set_settings, trace.spec, before.id, use_bias=False),
            )


def tokens_as_amounts(trace):
    """Code "tokens_as_amounts": word numbers used as if they were measurements."""
    if trace.schema.kind != "tokens":
        return
    for layer, sources in wiring.used(trace.spec):
        if sources and sources[0] == INPUT and layer.kind != "Embedding":
            embedding = edits.new_layer(
                trace.spec, "Embedding", input_dim=max(1, trace.schema.vocabulary), output_dim=16
            )
            yield warning(
                "tokens_as_amounts",
                layer.id,
                f"{called(layer)} takes the numbers of words as amounts: word 20 would be twice word 10. "
                "An Embedding gives every word a vector of its own.",
                mend("Insert Embedding before it", edits.insert_before, trace.spec, layer.id, embedding),
            )


def dropout_rate(trace):
    """Code "dropout_rate": so much is dropped that little is left to learn from."""
    for layer, _ in wiring.used(trace.spec):
        rate = trace.settings[layer.id].get("rate")
        if layer.kind.endswith(("Dropout", "Dropout1D", "Dropout2D", "Dropout3D")) and rate is not None and rate > 0.8:
            yield warning(
                "dropout_rate",
                layer.id,
                f"{called(layer)} drops {100 * rate:.0f} % of what it receives; hardly anything is left to learn from.",
                mend("Drop 50 %", edits.set_settings, trace.spec, layer.id, rate=0.5),
            )

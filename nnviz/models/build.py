"""`ModelSpec` → `keras.Model`. For workers: imports Keras."""

import keras

from nnviz import settings as limits
from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models import wiring
from nnviz.models.layers import call_layer, make_layer
from nnviz.models.preview import Trace, input_dtype, trace
from nnviz.models.seeding import seeded
from nnviz.models.symbolic import plain
from nnviz.models.whole import whole_model
from nnviz.specs import INPUT, ModelSpec


def build(spec: ModelSpec, schema: Schema, seed: int = 0) -> keras.Model:
    """The functional Keras model of `spec` for data of this `schema`.

    Args:
        spec: the network; every Keras layer is called by its `LayerSpec.keras_name`. Layers that are switched
            off pass their input on; layers that no output depends on are left out.
        schema: gives the input, named "input": its shape, and int32 for tokens, float32 otherwise. The further
            inputs of `spec` come after it, in order.
        seed: of the initial weights, which are a function of `spec`, `schema` and `seed` alone.

    Returns:
        the model, not compiled; the file's own where `spec` is one whole model of a file. Python's, NumPy's and
        TensorFlow's random states are set to `seed`.

    Raises:
        ModelError: `where` is the id of the layer concerned; limits are checked before a weight is allocated.
    """
    check(spec, schema)
    spec = spec.distinctly_named()
    with seeded(seed):
        return _build(spec, schema)


def _build(spec: ModelSpec, schema: Schema) -> keras.Model:
    if whole_model(spec) is not None:
        model = make_layer(next(layer for layer, _ in wiring.used(spec) if not layer.is_input))
        if is_of_one_size(model):
            return model
    tensors = {INPUT: keras.Input(schema.input_shape, dtype=input_dtype(schema), name=INPUT)}
    for layer, sources in wiring.used(spec):
        try:
            tensors[layer.id] = call_layer(make_layer(layer), [tensors[source] for source in sources], layer.kind)
        except (ValueError, TypeError) as error:
            raise ModelError(f"Keras refuses this layer: {plain(error)}", where=layer.id) from error
    results = [tensors[name] for name in wiring.outputs(spec)]
    inputs = [tensors[INPUT], *(tensors[layer.id] for layer in wiring.further_inputs(spec))]
    return keras.Model(_alone(inputs), _alone(results), name="network")


def is_of_one_size(model: keras.Model) -> bool:
    """Whether all inputs of a built model say how large an example is."""
    return bool(model.inputs) and all(None not in tensor.shape[1:] for tensor in model.inputs)


def _alone(tensors: list):
    return tensors[0] if len(tensors) == 1 else tensors


def check(spec: ModelSpec, schema: Schema) -> Trace:
    """The traced network, or a ModelError: for its first mistake, or for a limit that it exceeds."""
    limit = limits.get()
    if len(spec.layers) > limit.max_layers:
        raise ModelError(
            f"The network has {len(spec.layers):,} layers.",
            expected=f"at most {limit.max_layers:,}",
            fix="Remove some layers.",
            where="layers",
        )
    if wiring.returns_its_inputs(spec):
        raise ModelError(
            "The network has no layers that are switched on.",
            fix="Add a layer, or start from a template.",
            where="layers",
        )
    traced = trace(spec, schema)
    for error in traced.errors.values():
        raise ModelError(error.message, where=error.where)
    heaviest, total = "", 0
    for layer, _ in wiring.used(spec):
        parameters = traced.measured[layer.id].parameters
        total += parameters
        if not heaviest or parameters > traced.measured[heaviest].parameters:
            heaviest = layer.id
    if total > limit.max_parameters:
        raise ModelError(
            f"The network has {total:,} parameters, most of them in {heaviest!r}.",
            expected=f"at most {limit.max_parameters:,}",
            fix="Use fewer units or filters, or pool before the first Dense layer.",
            where=heaviest,
        )
    return traced

"""All of Keras and TensorFlow that nnviz uses and that they do not promise to keep, in one place.

Each function says what it stands for; `tests/test_keras_internals.py` holds every one of them to it, and
`pyproject.toml` allows the versions on which that test passed. Imports no framework before a function is called.
"""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

SOURCE = "keras.src"
"""The package that Keras's classes really live in, as files name it."""
LAYER_SCALE = f"{SOURCE}.applications.convnext:LayerScale"
"""The layer of ConvNeXt that Keras makes its networks of, and does not export."""
OPERATIONS = "keras.src.ops."
"""Where the classes of `keras.ops` live, which functional models may hold between their layers."""


def flat_layers(model, include_self: bool = True) -> list:
    """Every layer of a model at any depth, those inside composite layers too, each once; an operation of `keras.ops`
    has none inside."""
    if not hasattr(model, "_flatten_layers"):
        return [model] * include_self
    return list(model._flatten_layers(include_self=include_self))


def settle(model) -> None:
    """Makes layers compute with variables that were assigned: Normalization keeps a copy of its mean and variance."""
    for layer in flat_layers(model):
        if hasattr(layer, "finalize_state") and getattr(layer, "built", False):
            layer.finalize_state()


def layers_inside(layer) -> list:
    """The layers that a layer or subclassed model holds as attributes, in the order in which they were set."""
    return list(getattr(layer, "_layers", []))


def functional_graph(sequential):
    """The functional model behind a Sequential one, or None while it is not built."""
    return sequential._functional


def is_functional(model) -> bool:
    """Whether a model is a functional one: its class is public only by another name."""
    import keras

    return isinstance(model, keras.src.models.Functional)


def producer(tensor) -> tuple[Any, int]:
    """The operation that a symbolic tensor comes from, and which of its calls made it."""
    operation, call, _ = tensor._keras_history
    return operation, call


def calls_of(operation) -> Sequence:
    """The calls of an operation on symbolic tensors, each with `input_tensors` and `output_tensors`."""
    return operation._inbound_nodes


def build_shapes(model) -> dict[str, Any]:
    """The shapes that a model was built for, by the name of the argument; {} where it was not."""
    return getattr(model, "_build_shapes_dict", None) or {}


def kernel_variable(layer):
    """The matrix that a layer multiplies its input by, also where `kernel` is made from parts; None without one."""
    kernel = getattr(layer, "kernel", None)
    return getattr(layer, "_kernel", None) if kernel is None else kernel


def optimized(optimizer) -> list:
    """The variables that an optimizer was built for; [] before it was."""
    return list(getattr(optimizer, "_trainable_variables", ()))


def initializer(variable):
    """What fills a variable at its start, kept while it waits to be filled; None where nothing is kept."""
    return getattr(variable, "_initializer", None)


def losses_added(layer) -> tuple[list, set]:
    """The losses that a layer's last call added, for `put_losses_back`."""
    return list(layer._losses), set(layer._loss_ids)


def put_losses_back(layer, added: tuple[list, set]) -> None:
    """Makes a layer's added losses what `losses_added` said they were."""
    layer._losses[:] = added[0]
    layer._loss_ids.clear()
    layer._loss_ids.update(added[1])


def shared_seed_state():
    """The variable from which layers and operations without a seed of their own draw; None before the first has
    drawn."""
    from keras.src.backend.common import global_state
    from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR

    generator = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    return None if generator is None else generator.state


@contextmanager
def seeds_drawn_from(generator: random.Random) -> Iterator[None]:
    """Inside, the seeds that Keras draws for its layers come from `generator` and not from Python's own one."""
    from keras.src.random import seed_generator

    shared, seed_generator.python_random = seed_generator.python_random, generator
    try:
        yield
    finally:
        seed_generator.python_random = shared


@contextmanager
def noise_held(seed: int) -> Iterator[None]:
    """Inside, what this thread draws through Keras or TensorFlow is drawn once for all rows of a batch, and is the same
    each time: the i-th draw depends on `seed` and i alone."""
    import tensorflow as tf

    thread, count = threading.get_ident(), iter(range(10**9))
    kinds = ("normal", "uniform", "truncated_normal")

    def one_row(drawn, stateless):
        def draw(shape, *settings, seed=None, **others):
            if threading.get_ident() != thread:
                return drawn(shape, *settings, **({} if seed is None else {"seed": seed}), **others)
            sizes = tf.unstack(shape) if tf.is_tensor(shape) else list(shape)
            few = [1, *sizes[1:]] if len(sizes) > 1 else sizes
            row = stateless(few, [seed_of_all, next(count)], *settings[-2:], **others)
            return tf.broadcast_to(row, sizes)

        return draw

    def one_mask(x, rate, seed, noise_shape=None, **others):
        if threading.get_ident() == thread:
            seed = [seed_of_all, next(count)]
            noise_shape = [1, *(tf.unstack(tf.shape(x)) if noise_shape is None else list(noise_shape))[1:]]
        return dropped(x, rate, seed, noise_shape=noise_shape, **others)

    seed_of_all, dropped = int(seed) % 2**31, tf.nn.experimental.stateless_dropout
    places = [(tf.random, prefix + kind, f"stateless_{kind}") for kind in kinds for prefix in ("stateless_", "")]
    before = [(module, name, getattr(module, name), getattr(module, base)) for module, name, base in places]
    try:
        for module, name, drawn, stateless in before:
            setattr(module, name, one_row(drawn, stateless))
        tf.nn.experimental.stateless_dropout = one_mask
        yield
    finally:
        for module, name, drawn, _ in before:
            setattr(module, name, drawn)
        tf.nn.experimental.stateless_dropout = dropped


@contextmanager
def eager_draws(seed: int) -> Iterator[None]:
    """Inside, what TensorFlow draws without a seed of its own, outside graphs, follows from `seed`; afterwards it goes
    on as if nothing had been drawn."""
    import tensorflow as tf
    from tensorflow.python.eager import context

    own = context.context()
    before = own._seed, getattr(own, "_rng", None)
    tf.random.set_seed(int(seed) % 2**31)
    try:
        yield
    finally:
        own._seed, own._rng = before


def variables_waiting() -> list:
    """The list in which Keras notes variables that were made in a stateless scope and wait to be filled."""
    from keras.src.backend.common import global_state

    return global_state.get_global_attribute("uninitialized_variables", [], set_to_default=True)


def traced_output(function: Callable, *tensors):
    """What a function returns on symbolic tensors, traced by the backend and not taken from shape rules."""
    from keras.src import backend

    return backend.compute_output_spec(function, *tensors)


def model_from_old_config(config: dict):
    """The model of a config of Keras 2's form, which names classes without their modules."""
    from keras.src.legacy.saving import saving_utils

    return saving_utils.model_from_config(config)


@contextmanager
def sequentials_built_once() -> Iterator[None]:
    """Inside, this thread builds a Sequential model of a config once, not anew after each of its layers, which takes
    minutes for a thousand of them and leaves each with as many calls."""
    import keras

    kind, thread, done = keras.Sequential, threading.get_ident(), set()
    from_config, rebuild = kind.__dict__["from_config"], kind._maybe_rebuild

    def read(cls, config, custom_objects=None):
        if threading.get_ident() != thread:
            return from_config.__func__(cls, config, custom_objects)
        first = (config.get("layers") or [{}])[0]
        if first.get("class_name") == "InputLayer":  # which says the shape: it is not to be said twice
            config = {name: value for name, value in config.items() if name != "build_input_shape"}
        model = from_config.__func__(cls, config, custom_objects)
        done.add(id(model))
        if model._layers and model._functional is None:
            rebuild(model)
        return model

    def wait(model):
        if threading.get_ident() != thread or id(model) in done:
            return rebuild(model)
        model.built, model._functional = False, None
        return None

    with _SEQUENTIALS:
        try:
            kind.from_config, kind._maybe_rebuild = classmethod(read), wait
            yield
        finally:
            kind.from_config, kind._maybe_rebuild = from_config, rebuild


_SEQUENTIALS = threading.Lock()
"""Held while Keras's class is patched."""


def set_mask(tensor, mask) -> None:
    """Says of a tensor (n, steps, …) which of its steps are there: what a Masking layer does."""
    from keras.src.backend import set_keras_mask

    set_keras_mask(tensor, mask=mask)


def call_with_captures(concrete, arguments: list, captures: list):
    """Runs a concrete function of TensorFlow with other tensors in the place of those that it captured."""
    return concrete._call_flat(arguments, captures)


def frozen(concrete):
    """A concrete function of TensorFlow whose variables have become constants, as a converter needs it."""
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    return convert_variables_to_constants_v2(concrete)


def mend_tf2onnx() -> None:
    """What Keras changes in tf2onnx before it exports, so that it works with NumPy 2."""
    import warnings

    from keras.src.export.tf2onnx_lib import patch_tf2onnx

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        patch_tf2onnx()


@contextmanager
def calls_replaced(replacements) -> Iterator[None]:
    """Replace the `call` of layers for a block; `replacements` holds (layer, function) pairs.

    The function is set on the instance, past Keras's attribute tracking, and taken away again.
    """
    missing = object()
    before = []
    try:
        for layer, function in replacements:
            before.append((layer, layer.__dict__.get("call", missing)))
            object.__setattr__(layer, "call", function)
        yield
    finally:
        for layer, call in reversed(before):
            if call is missing:
                layer.__dict__.pop("call", None)
            else:
                object.__setattr__(layer, "call", call)


def plain_calls(layers) -> list[tuple]:
    """(layer, its call uncompiled) of those layers that compile their own `call`, for `calls_replaced`."""
    return [(layer, layer.call.python_function) for layer in layers if hasattr(layer.call, "python_function")]


@contextmanager
def unrolled(layers) -> Iterator[None]:
    """Inside, recurrent layers among `layers` run step by step and not in a loop of the graph's own."""
    before = [layer for layer in layers if getattr(layer, "unroll", None) is False]
    try:
        for layer in before:
            object.__setattr__(layer, "unroll", True)
        yield
    finally:
        for layer in before:
            object.__setattr__(layer, "unroll", False)


def gradient_function(operation) -> Callable | None:
    """What TensorFlow walks an operation of a graph back by: called with it and what arrived at its outputs; None for
    one that nothing passes."""
    from tensorflow.python.framework import ops

    try:
        return ops.get_gradient_function(operation)
    except LookupError:
        return None


def copied(operation, inputs: list):
    """The same operation of a graph once more, on other inputs."""
    attributes = {name: value for name, value in operation.node_def.attr.items() if not name.startswith("_")}
    dtypes = [tensor.dtype for tensor in operation.outputs]
    return operation.graph.create_op(operation.type, inputs, dtypes, attrs=attributes, op_def=operation.op_def)

"""What nnviz takes from inside Keras and TensorFlow does what it says, on the versions that pyproject.toml allows.

A failure here means that Keras or TensorFlow has changed inside: mend `nnviz/keras_internals.py`, then raise the
versions' upper bounds.
"""

import random
import re
import tomllib
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from nnviz import keras_internals

ROOT = Path(__file__).parents[1]


@pytest.fixture
def residual():
    """x → Dense → + x, as a functional model."""
    x = keras.Input((3,), name="x")
    return keras.Model(x, layers.Add(name="sum")([layers.Dense(3, name="dense")(x), x]))


def parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))


@pytest.mark.parametrize("package", [keras, tf], ids=["keras", "tensorflow"])
def test_the_versions_that_may_be_installed_are_those_that_this_test_ran_on(package):
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    line = next(one for one in needed if re.match(rf"{package.__name__}\b", one))
    low, high = re.fullmatch(r"\w+>=([\d.]+),<([\d.]+)", line).groups()
    assert parts(low) <= parts(package.__version__) < parts(high)
    assert parts(high) == (parts(low)[0], parts(low)[1] + 1)


def test_no_other_file_reaches_inside():
    inside = re.compile(
        r"keras\.src|tensorflow\.python|(?<!self)\._(flatten_layers|layers|functional|keras_history|inbound_nodes|losses|loss_ids"
        r"|build_shapes_dict|kernel|initializer|call_flat)\b"
    )
    files = [path for room in ("nnviz", "benchmarks") for path in (ROOT / room).rglob("*.py")]
    reaching = {path.relative_to(ROOT).as_posix() for path in files if inside.search(path.read_text())}
    assert reaching == {"nnviz/keras_internals.py"}


def test_layers_are_found_at_any_depth():
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="deep")])
    outer = keras.Sequential([keras.Input((4, 3)), layers.TimeDistributed(inner, name="times")])
    names = [layer.name for layer in keras_internals.flat_layers(outer, include_self=False)]
    assert {"times", "deep", inner.name} <= set(names) and len(names) == len(set(names))
    assert outer in keras_internals.flat_layers(outer) and outer.name not in names


def test_a_normalization_computes_with_what_it_was_given():
    layer = keras.layers.Normalization()
    model = keras.Sequential([keras.Input((2,)), layer])
    for variable, value in zip(layer.weights, ([1.0, 2.0], [4.0, 9.0], 0), strict=True):
        variable.assign(value)
    assert np.array_equal(model(np.zeros((1, 2)))[0], [0.0, 0.0])  # what must be put right
    keras_internals.settle(model)
    np.testing.assert_allclose(model(np.zeros((1, 2)))[0], [-0.5, -2 / 3], rtol=1e-6)


def test_a_subclassed_model_tells_its_layers_in_order():
    class Own(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.second, self.first = layers.Dense(1, name="a"), layers.Dense(1, name="b")

    assert [layer.name for layer in keras_internals.layers_inside(Own())] == ["a", "b"]


def test_a_sequential_model_has_a_functional_one_once_it_is_built(residual):
    lazy = keras.Sequential([layers.Dense(2)])
    assert keras_internals.functional_graph(lazy) is None
    lazy.build((None, 3))
    graph = keras_internals.functional_graph(lazy)
    assert keras_internals.is_functional(graph) and keras_internals.is_functional(residual)
    assert graph.operations[-1] is lazy.layers[-1] and not keras_internals.is_functional(lazy)


def test_a_symbolic_tensor_knows_the_call_that_made_it(residual):
    added, call = keras_internals.producer(residual.outputs[0])
    assert added.name == "sum" and call == 0
    sources = keras_internals.calls_of(added)[call].input_tensors
    assert [keras_internals.producer(tensor)[0].name for tensor in sources] == ["dense", "x"]
    assert keras_internals.calls_of(added)[call].output_tensors[0] is residual.outputs[0]
    shared = layers.Dense(3)
    second = shared(shared(keras.Input((3,))))
    assert keras_internals.producer(second) == (shared, 1) and len(keras_internals.calls_of(shared)) == 2


def test_the_shapes_of_a_built_subclassed_model():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)

        def call(self, x):
            return self.dense(x)

    model = Own()
    assert keras_internals.build_shapes(model) == {}
    model(np.zeros((2, 5), "float32"))
    assert list(keras_internals.build_shapes(model).values()) == [(2, 5)]


def test_the_kernel_of_a_layer():
    dense = layers.Dense(2)
    dense.build((None, 3))
    assert keras_internals.kernel_variable(dense).shape == (3, 2)
    assert keras_internals.kernel_variable(layers.Flatten()) is None


def test_losses_that_a_call_added_are_put_back():
    layer = layers.ActivityRegularization(l2=1.0)
    layer(np.ones((1, 2), "float32"))
    before = [float(loss) for loss in layer.losses]
    added = keras_internals.losses_added(layer)
    layer(np.full((1, 2), 5.0, "float32"))
    assert [float(loss) for loss in layer.losses] != before
    keras_internals.put_losses_back(layer, added)
    assert [float(loss) for loss in layer.losses] == before == [2.0]


def test_the_shared_seed_moves_with_every_draw():
    keras.random.normal((1,))
    state = keras_internals.shared_seed_state()
    before = np.array(state)
    keras.random.normal((1,))
    assert not np.array_equal(before, np.array(state))


def test_the_seeds_of_layers_come_from_the_generator_given():
    def kernel(seed):
        with keras_internals.seeds_drawn_from(random.Random(seed)):
            layer = layers.Dense(3)
            layer.build((None, 4))
        return np.array(layer.kernel)

    random.seed(1)
    state = random.getstate()
    first = kernel(5)
    assert random.getstate() == state and np.array_equal(first, kernel(5)) and not np.array_equal(first, kernel(6))


def test_draws_outside_graphs_follow_from_a_seed_and_go_on_afterwards():
    tf.random.set_seed(5)
    first, second = float(tf.random.uniform(())), float(tf.random.uniform(()))
    tf.random.set_seed(5)
    assert float(tf.random.uniform(())) == first
    with keras_internals.eager_draws(9):
        inside = float(tf.random.uniform(()))
    with keras_internals.eager_draws(9):
        assert float(tf.random.uniform(())) == inside
    assert float(tf.random.uniform(())) == second


def test_variables_wait_in_a_stateless_scope_with_what_would_fill_them():
    waiting = keras_internals.variables_waiting()
    before = len(waiting)
    with keras.StatelessScope(initialize_variables=False):
        layer = layers.Dense(2, kernel_initializer="identity")
        layer.build((None, 3))
        assert len(keras_internals.variables_waiting()) == before + 2
        assert isinstance(keras_internals.initializer(layer.kernel), keras.initializers.Identity)
    del waiting[before:]


def test_a_function_is_traced_on_symbolic_tensors():
    traced = keras_internals.traced_output(lambda x: ops.matmul(x, ops.transpose(x)), keras.KerasTensor((2, 3)))
    assert tuple(traced.shape) == (2, 2)
    with pytest.raises(Exception, match="[Dd]imension"):
        keras_internals.traced_output(lambda x: ops.matmul(x, x), keras.KerasTensor((2, 3)))


def test_a_config_without_modules_is_read():
    dense = {"class_name": "Dense", "config": {"name": "d", "units": 2, "activation": "relu"}}
    given = {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 3], "dtype": "float32", "name": "i"}}
    model = keras_internals.model_from_old_config(
        {"class_name": "Sequential", "config": {"name": "old", "layers": [given, dense]}}
    )
    assert model.count_params() == 8 and model.layers[0].activation is keras.activations.relu


def test_a_concrete_function_runs_on_other_tensors_than_those_it_captured():
    variable = tf.Variable(2.0)
    concrete = tf.function(lambda x: variable * x).get_concrete_function(tf.TensorSpec(()))
    stand_in = tf.Variable(5.0)
    result = keras_internals.call_with_captures(concrete, [tf.constant(3.0)], [stand_in.handle])
    assert float(tf.nest.flatten(result)[0]) == 15.0 and float(concrete(tf.constant(3.0))) == 6.0


def test_where_keras_says_its_classes_live():
    assert type(layers.Dense(1)).__module__.startswith(f"{keras_internals.SOURCE}.")
    x = keras.Input((2,))
    operation, _ = keras_internals.producer(x * 2.0)
    assert type(operation).__module__.startswith(keras_internals.OPERATIONS)


def test_variables_become_constants():
    variable = tf.Variable([2.0, 3.0])
    constant = keras_internals.frozen(tf.function(lambda x: x * variable).get_concrete_function(tf.TensorSpec((2,))))
    variable.assign([0.0, 0.0])
    assert constant.variables == () and np.allclose(tf.nest.flatten(constant(tf.ones(2)))[0], [2.0, 3.0])


def test_a_layers_call_is_replaced_for_a_block_and_a_compiled_one_has_a_plain_one():
    class Doubling(layers.Layer):
        @tf.function
        def call(self, x):
            return 2.0 * x

    layer, dense = Doubling(), layers.Dense(1)
    assert [own for own, _ in keras_internals.plain_calls([layer, dense])] == [layer]
    with keras_internals.calls_replaced([*keras_internals.plain_calls([layer]), (dense, lambda x: x)]):
        assert float(layer(tf.constant(3.0))) == 6.0 and dense.call(5.0) == 5.0
    assert "call" not in layer.__dict__ and "call" not in dense.__dict__


def test_tf2onnx_is_mended():
    import tf2onnx

    keras_internals.mend_tf2onnx()
    double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec((None, 2), name="x")])
    proto, _ = tf2onnx.convert.from_function(double, double.input_signature)
    assert [node.op_type for node in proto.graph.node] == ["Mul"]


def test_recurrent_layers_run_step_by_step_for_a_block():
    loop, steps = layers.LSTM(2), layers.GRU(2, unroll=True)
    with keras_internals.unrolled([loop, steps, layers.Dense(1)]):
        assert loop.unroll and steps.unroll
    assert not loop.unroll and steps.unroll


def test_an_operation_of_a_graph_is_copied_and_walked_back():
    @tf.function
    def squares(x, other):
        result = tf.square(x)
        again = keras_internals.copied(result.op, [other]).outputs[0]
        slope = keras_internals.gradient_function(result.op)(result.op, tf.constant(1.0))
        assert keras_internals.gradient_function(tf.shape(x).op) is None
        return again, slope

    again, slope = squares(tf.constant(3.0), tf.constant(5.0))
    assert float(again) == 25.0 and float(slope) == 6.0

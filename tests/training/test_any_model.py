"""Every network of the zoo is trained as `fit` trains it."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data.schema import Split
from nnviz.training.loop import ArrayLoop
from tests.sampling import ALL, whole
from tests.zoo import SPECIMENS

NAMES = [name for name, one in SPECIMENS.items() if not one.large and (ALL or name in ("diffusion", "metric_learning"))]


def apart(one: keras.Model, other: keras.Model) -> float:
    pairs = zip(one.variables, other.variables, strict=True)
    return max(float(np.abs(np.asarray(a, "float64") - np.asarray(b, "float64")).max()) for a, b in pairs)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_numbers_as_fit(name, tmp_path):
    size = SPECIMENS[name].batch
    made = SPECIMENS[name].make()
    fitted = made.model.fit(made.x, made.y, batch_size=size, epochs=2, shuffle=False, verbose=0).history
    expected = made.model
    made = SPECIMENS[name].make()
    run = nnviz.train_arrays(made.model, made.x, made.y, epochs=2, batch_size=size, shuffle=False, home=tmp_path)
    assert apart(made.model, expected) < 2e-5
    history = run.history()
    assert set(history) == {"epoch", "seconds", *fitted}
    several = {name for name in fitted if name.endswith("_loss")} if isinstance(made.y, dict | list) else set()
    for told, values in fitted.items():
        if told in several:  # of one output alone `fit` counts a short last batch like a full one
            continue
        np.testing.assert_allclose(history[told], values, rtol=1e-4, atol=1e-5)
    assert run.status().state == "finished"


@whole  # the small ones prove the same, and over many steps
@pytest.mark.parametrize("name", [name for name, one in SPECIMENS.items() if one.large])
def test_one_step_of_a_deep_network_equals_one_of_fit(name):
    made = SPECIMENS[name].make()
    made.model.fit(made.x, made.y, batch_size=4, shuffle=False, verbose=0)
    expected = made.model
    made = SPECIMENS[name].make()
    ArrayLoop(made.model, made.x, made.y, batch_size=4, shuffle=False).advance(1)
    assert apart(made.model, expected) < 1e-5


def test_of_a_class_of_ones_own_the_weights_are_kept_and_go_on(tmp_path):
    made = SPECIMENS["subclassed"].make()
    run = nnviz.train_arrays(made.model, made.x, made.y, epochs=1, batch_size=4, home=tmp_path)
    status = run.status()
    assert status.state == "finished" and "Person is a class of your own code" in status.message
    for kept, variable in zip(run.weights(), made.model.variables, strict=True):
        np.testing.assert_array_equal(kept, variable.numpy())
    with pytest.raises(nnviz.NnvizError, match="made by code of somebody's own"):
        run.model()
    again = SPECIMENS["subclassed"].make()
    longer = nnviz.train_arrays(again.model, again.x, again.y, epochs=2, batch_size=4, start_from=run, home=tmp_path)
    assert longer.record.counts_from == 1 and len(longer.history()["loss"]) == 2


def test_an_experiment_leaves_a_model_compiled_as_it_came(plane, tmp_path):
    inputs = keras.Input((2,))
    model = keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(inputs))
    model.compile(optimizer := keras.optimizers.RMSprop(0.02), "mse")
    experiment = nnviz.Experiment(train=nnviz.TrainSpec(epochs=1))
    run = nnviz.train(experiment, model=model, dataset=plane, home=tmp_path)
    assert model.optimizer is optimizer and model.loss == "mse"
    train = run.experiment.train
    assert (train.loss, train.optimizer, train.learning_rate) == ("mean_squared_error", "rmsprop", pytest.approx(0.02))


class Undecided(keras.Model):
    """Looks at its numbers in Python."""

    def __init__(self):
        super().__init__()
        self.head = keras.layers.Dense(1, kernel_initializer="ones")

    def call(self, x):
        return self.head(x) if float(keras.ops.mean(x)) > 0 else -self.head(x)


class Counting(Undecided):
    def train_step(self, data):
        return {"loss": float(keras.ops.mean(data[0]))}


def test_a_model_that_runs_eagerly_is_trained_so(tmp_path):
    x, y = np.random.default_rng(1).normal(size=(10, 2)).astype("float32"), np.ones((10, 1), "float32")

    def compiled(kind):
        model = kind()
        model.compile(keras.optimizers.SGD(0.1), "mse", run_eagerly=True)
        return model

    expected, model = compiled(Undecided), compiled(Undecided)
    expected.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    nnviz.train_arrays(model, x, y, epochs=2, batch_size=4, shuffle=False, home=tmp_path)
    assert apart(model, expected) < 1e-6
    with pytest.raises(nnviz.NnvizError, match=r"own train_step cannot be made a graph of.*nnviz.Recorder"):
        nnviz.train_arrays(compiled(Counting), x, y, home=tmp_path)


def test_what_cannot_be_trained_is_a_sentence(tmp_path):
    made = SPECIMENS["words_and_numbers"].make()
    assert len(Split([*made.x], made.y, np.arange(10))) == 10
    with pytest.raises(nnviz.NnvizError, match=r"shapes \(10, 7\) and \(9, 3\).*as many rows"):
        nnviz.train_arrays(made.model, [made.x[0], made.x[1][:9]], made.y, home=tmp_path)
    with pytest.raises(nnviz.NnvizError, match=r"Received a tuple to train on.*train_arrays"):
        nnviz.train_stream(made.model, (made.x, made.y), home=tmp_path)
    with pytest.raises(nnviz.NnvizError, match=r"its input 'numbers' examples of the shape \(3,\); these have \(2,\)"):
        nnviz.train_arrays(made.model, [made.x[0], made.x[1][:, :2]], made.y, home=tmp_path)
    with pytest.raises(nnviz.NnvizError, match="not compiled"):
        nnviz.train_arrays(keras.Sequential([keras.layers.Dense(1)]), made.x[1], made.y, home=tmp_path)

"""The method table: importable without a framework, true to the functions behind it, honest about cost."""

import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest

from nnviz import paths
from nnviz.errors import SpecError
from nnviz.explanation.catalog import METHODS, check_cost, cost, fitting
from nnviz.explanation.costs import starts
from nnviz.explanation.pace import Pace, lasting
from nnviz.explanation.records import Attribution, residuals
from nnviz.explanation.target import Target, resolve
from nnviz.specs import LayerSpec, ModelSpec


def test_tables_records_and_figures_import_no_framework():
    names = [
        "explanation.catalog",
        "explanation.records",
        "explanation.target",
        "inspection.records",
        "plots.activations",
        "plots.attribution",
    ]
    code = "import sys\n" + "".join(f"import nnviz.{name}\n" for name in names)
    code += "print(sorted({'tensorflow', 'keras', 'shap', 'sklearn'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", METHODS)
def test_settings_are_the_functions_own_arguments_and_defaults(name):
    method = METHODS[name]
    arguments = dict(inspect.signature(paths.resolve(method.function)).parameters)
    arguments.pop("problem")
    assert {param.name: param.default for param in method.params} == {
        name: argument.default for name, argument in arguments.items()
    }
    assert method.uses_baseline == ("baseline" in arguments)
    assert method.needs_background == ("background_rows" in arguments)


def test_costs_by_hand():
    assert cost("gradient", examples=3).backward == 3
    assert cost("integrated_gradients", n_steps=32).backward == 32
    assert cost("integrated_gradients", n_steps=32).forward == 32 + 5
    assert cost("expected_gradients", 2, n_steps=16, background_rows=20).backward == 2 * 20 * 16
    assert cost("permutation_shap", 1, (3,), background_rows=5).forward == 8 * 5
    assert cost("permutation_shap", 1, (64,), background_rows=5, permutations=2).forward == (2 + 2 * 2 * 63) * 5
    assert cost("occlusion", 1, (8, 8, 1), window=2, stride=2).forward == 17
    assert "at most" in cost("integrated_gradients").words
    with pytest.raises(SpecError, match="Did you mean 'n_steps'"):
        cost("integrated_gradients", n_step=3)


def test_a_measured_network_says_seconds_and_decides_by_them_what_may_start_by_itself():
    passes = cost("integrated_gradients", n_steps=32)
    slow = passes.at(Pace(forward=0.1, backward=0.2, ready=1.0))
    assert slow.seconds == pytest.approx(37 * 0.1 + 32 * 0.2) and not slow.is_small((8, 8, 1))
    assert slow.words.endswith("; about 10 s with this network") and passes.is_small((8, 8, 1))
    assert passes.at(Pace(1e-4, 1e-4, 0.0)).is_small((1000, 1000, 3))
    assert passes.is_tiny((8, 8, 1), 1000) and not passes.is_tiny((8, 8, 1), 10**6)
    told = [lasting(seconds) for seconds in (0.2, 3.4, 42.0, 200.0, 8000.0)]
    assert told == ["under a second", "about 3 s", "about 40 s", "about 3 minutes", "about 2 hours"]


def test_what_is_slow_for_recurrent_layers_alone_is_not_for_others():
    price = cost("deep_lift", 1, (60, 2))
    assert price.slow_start and price.through(["LSTM", "Dense"]) == price and price.through(["KerasLayer"]).slow_start
    quick = price.through(["Conv1D", "Dense"])
    assert not quick.slow_start and "recurrent" not in quick.words and quick.passes == price.passes
    assert cost("shap_library", 1, (5,)).through(["Dense"]).slow_start


def test_only_methods_that_have_something_to_look_at_are_offered():
    def network(*kinds):
        return ModelSpec(layers=tuple(LayerSpec(id=f"l{k}", kind=kind) for k, kind in enumerate(kinds)))

    fit, unfit = fitting("image", network("Flatten", "Dense"))
    assert {"grad_cam", "score_cam", "attention_rollout"} <= set(unfit) and "gradient" in fit
    fit, unfit = fitting("image", network("SeparableConv2D", "Flatten", "Dense"))
    assert "grad_cam" in fit and set(unfit) == {"attention_rollout", "attention_x_gradient"}
    assert not fitting("tokens", network("Embedding", "MultiHeadAttention", "Dense"))[1]
    assert not fitting("image", network("KerasLayer"))[1], "nobody knows what is in there"


def test_what_is_small_may_start_by_itself():
    assert cost("integrated_gradients", 1, (8, 8, 1)).is_small((8, 8, 1))
    assert not cost("expected_gradients", 1, (224, 224, 3)).is_small((224, 224, 3))
    assert not cost("expected_gradients", 200, (30,), background_rows=100).is_small((30,))
    assert not cost("shap_library", 1, (3,)).is_small((3,)), (
        "the package takes seconds to start, however little it does"
    )
    whole = check_cost("gradient", 2, (4,), orders=10, steps=20)
    assert (whole.forward, whole.backward) == (2 + 2 * 11 * 2 * 21, 2)
    assert check_cost("gradient", 2, (4,), orders=0, layers=3).backward == 2 * 4


def test_windows_reach_the_end():
    assert starts(8, 3, 2) == [0, 2, 4, 5] and starts(4, 2, 2) == [0, 2] and starts(3, 9, 1) == [0]


def test_a_residual_is_compared_with_the_difference_but_not_with_nothing():
    residual, relative = residuals([0.6, 0.01], [0.9, 1.0], [0.1, 1.0])
    np.testing.assert_allclose(residual, [0.2, 0.01])
    np.testing.assert_allclose(relative, [0.25, 1.0])


def test_records_travel_between_processes():
    record = Attribution(
        np.ones(3),
        Target(1, names=("a", "b")),
        np.ones(3),
        None,
        0.5,
        float("nan"),
        None,
        None,
        False,
        "gradient",
        {},
        0,
        0.1,
    )
    again = pickle.loads(pickle.dumps(record))
    assert again.total == 3.0 and again.target.label() == "b"


def test_a_target_in_a_sequence_of_outputs():
    outputs = np.arange(12.0).reshape(1, 4, 3)
    found = resolve(Target(position=(-1,)), outputs, "softmax")
    assert found.target.index == 2 and np.sum(found.weights * outputs) == 11.0

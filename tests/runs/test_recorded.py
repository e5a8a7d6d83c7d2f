"""The moments of a run: named in one word, counted in epochs, and looked at with the weights recorded then."""

import numpy as np
import pytest

from nnviz.errors import RunError
from nnviz.runs.recorded import parted, recorded_epochs, reference
from nnviz.runs.run import Run
from nnviz.training.warm import warm


def test_a_run_is_named_with_its_moment_and_opened_there(digits_run):
    name = reference(digits_run.id, 40)
    assert parted(name) == (digits_run.id, 40) and Run.open(name).moment == 40 and Run.open(name).reference == name
    assert Run.open(digits_run.id).reference == digits_run.id == reference(digits_run.id, None)
    for hostile in ("@", "@-1", "@1e3", "@²", "@" + "9" * 40):
        with pytest.raises(RunError, match="no moment"):
            Run.open(digits_run.id + hostile)


def test_each_recorded_step_is_so_many_epochs_and_the_newest_is_left_to_the_run_itself(digits_run):
    epochs, steps = recorded_epochs(digits_run), digits_run.weight_ids()
    assert list(epochs) == steps[:-1] and epochs[0] == 0
    last = digits_run.status().epoch
    assert all(epochs[step] == pytest.approx(last * step / steps[-1]) for step in epochs)


def test_the_network_at_a_moment_has_the_weights_recorded_then_and_one_that_is_not_is_refused(digits_run):
    step = list(recorded_epochs(digits_run))[1]
    model, _ = warm(reference(digits_run.id, step))
    for variable, value in zip(model.variables, digits_run.weights(step), strict=True):
        np.testing.assert_array_equal(variable, value)
    newest, _ = warm(digits_run.id)
    assert not np.array_equal(newest.variables[0], model.variables[0])
    with pytest.raises(RunError, match="recorded no weights after 12,345 steps"):
        warm(reference(digits_run.id, 12_345))

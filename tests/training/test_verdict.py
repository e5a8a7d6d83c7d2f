"""The sentence at the end of a run: hand-made histories of which the right answer is plain."""

import numpy as np
import pytest

from nnviz.runs.outcome import outcome
from nnviz.training.verdict import verdict

STEPS = np.arange(1, 41)


def history(loss, val_loss=None, **others):
    columns = {"epoch": np.arange(1, len(loss) + 1), "loss": np.asarray(loss, float), **others}
    return columns if val_loss is None else {**columns, "val_loss": np.asarray(val_loss, float)}


def test_a_loss_that_grows_to_a_trillion_has_run_away():
    sentence = verdict(history([0.7, 0.6, 50.0, 1e6, 1.2e12], [0.71, 0.65, 60.0, 2e6, 1.3e12]))
    assert sentence.startswith("The loss ran away, from 0.700 to 1.2e12; the network was best in epoch 2")
    assert "(validation loss 0.650)" in sentence and "smaller learning rate" in sentence
    assert (outcome("finished", sentence), outcome("stopped", sentence)) == ("diverged", "")


def test_a_validation_loss_that_rises_while_training_goes_on_falling_is_overfitting():
    val_loss = [0.5, 0.3, 0.2, 0.1, 0.2, 0.3, 0.4, 0.46]
    sentence = verdict(history(np.linspace(0.5, 0.01, 8), val_loss))
    assert sentence.startswith("It overfits: after epoch 4 (validation loss 0.100) the validation loss rose to 0.460")
    assert outcome("finished", sentence) == "overfitted"


def test_a_validation_loss_that_rises_with_the_training_loss_is_not_called_overfitting():
    val_loss = [0.5, 0.3, 0.1, 0.12, 0.14, 0.15]
    assert "overfits" not in verdict(history(val_loss, val_loss))


def test_noise_at_the_bottom_is_neither_overfitting_nor_still_falling():
    rng = np.random.default_rng(0)
    loss = 0.7 * np.exp(-STEPS / 4) + 0.002
    sentence = verdict(history(loss, loss + rng.uniform(0, 0.004, 40), val_accuracy=np.full(40, 0.99)), 0.5)
    assert sentence.startswith("It was best in epoch") and sentence.endswith("with validation accuracy 99.0 %.")
    assert outcome("finished", sentence) == ""


def test_a_loss_that_still_falls_asks_for_more_epochs():
    sentence = verdict(history(1 - 0.01 * STEPS, 1.1 - 0.01 * STEPS))
    assert sentence.startswith("The validation loss was still falling at the end, and was best in epoch 40")
    assert "(validation loss 0.700)" in sentence and "more epochs" in sentence


@pytest.mark.parametrize(("accuracy", "guess", "learned"), [(0.52, 0.5, False), (0.9, 0.5, True), (0.9, 0.9, False)])
def test_no_better_than_the_most_frequent_class_is_not_learning(accuracy, guess, learned):
    sentence = verdict(history(np.full(40, 0.693), accuracy=np.full(40, accuracy)), guess)
    assert ("has not learnt" not in sentence) == learned
    if not learned:
        assert f"{100 * accuracy:.1f} % of the training" in sentence and f"gives {100 * guess:.1f} %" in sentence


def test_a_regression_that_does_not_move_is_said_to_hardly_learn():
    assert verdict(history(np.full(10, 0.99))).startswith("It hardly learnt: the loss was 0.990")


def test_a_history_without_a_finite_loss_has_no_verdict():
    assert verdict({}) == "" and verdict(history([np.nan, np.nan])) == ""


def test_one_epoch_is_told_as_it_is():
    assert verdict(history([0.5], [0.6]), 0.5) == "It was best in epoch 1 (validation loss 0.600)."

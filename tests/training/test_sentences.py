"""Whatever goes wrong while a network trains reaches a person as a sentence, and what is no error passes."""

import pytest
import tensorflow as tf

from nnviz.errors import RunError, TrainingError
from nnviz.training.parts import in_sentences


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError(), "Training ran out of memory. Choose a smaller batch or a smaller network."),
        (tf.errors.ResourceExhaustedError(None, None, "OOM"), "Training ran out of memory."),
        (ValueError("\nshapes differ\nat node 3"), "Keras could not train this network: shapes differ"),
        (ValueError(), "Keras could not train this network: ValueError"),
    ],
)
def test_an_error_becomes_a_sentence_and_keeps_its_cause(error, sentence):
    with pytest.raises(TrainingError) as caught, in_sentences():
        raise error
    assert str(caught.value).startswith(sentence) and caught.value.__cause__ is error


@pytest.mark.parametrize("error", [RunError("The run is gone."), KeyboardInterrupt(), GeneratorExit()])
def test_a_sentence_and_an_interruption_pass_unchanged(error):
    with pytest.raises(type(error)) as caught, in_sentences():
        raise error
    assert caught.value is error

"""A rewritten text: answered as its network answers, its words add up, and what is no text is a sentence."""

import numpy as np
import pytest

import nnviz
from nnviz.data.written import encoded
from nnviz.errors import DataError, ExplanationError
from nnviz.explanation.what_if_text import written_of_run
from nnviz.models.templates import TEMPLATES
from tests.data.reviews import reviews


@pytest.fixture(scope="module")
def run():
    data = nnviz.own_data(reviews(160))
    model = TEMPLATES["suggested"].make(nnviz.load_data(data).schema)
    return nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=15)))


def test_its_words_add_up_to_what_the_network_says(run):
    answer = written_of_run(run.id, "The film was DULL!")
    ids = nnviz.load_data(run.experiment.data).preparation.encode(["the film was dull !"])
    assert answer.words == ("the", "film", "was", "dull", "!")
    assert answer.shown[0] == pytest.approx(float(run.model()(ids)[0, 0]), abs=1e-6)
    assert answer.shares.sum() + answer.after == pytest.approx(answer.value - answer.base, abs=1e-3)
    assert int(np.argmax(answer.shares)) == 3, "the word that decides"


def test_what_cannot_be_asked_is_a_sentence(run):
    with pytest.raises(ExplanationError, match="at least one word"):
        written_of_run(run.id, "  ")
    spirals = nnviz.ready("spirals")
    other = nnviz.train(spirals.replace(train=spirals.train.replace(epochs=1)))
    with pytest.raises(DataError, match="no texts"):
        written_of_run(other.id, "hello")


def test_tokens_of_a_fixed_list_are_written_with_spaces_and_others_are_named():
    dataset = nnviz.load_data(nnviz.DataSpec(source="brackets", settings={"points": 60, "length": 8}))
    np.testing.assert_array_equal(encoded(dataset, "( ( ) )"), [[1, 1, 2, 2, 0, 0, 0, 0]])
    np.testing.assert_array_equal(encoded(dataset, "(())"), [[1, 1, 2, 2, 0, 0, 0, 0]])
    with pytest.raises(DataError, match="'x' is none of these data's tokens"):
        encoded(dataset, "( x )")
    with pytest.raises(DataError, match="at most 8"):
        encoded(dataset, "( " * 9)

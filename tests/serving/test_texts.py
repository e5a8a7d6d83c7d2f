"""Texts in use: a network of words is exported, asked and watched with texts as people write them."""

import numpy as np
import pytest

import nnviz
from nnviz.errors import NnvizError
from nnviz.serving.carried import prepare
from nnviz.serving.log import REAL, ServedLog
from nnviz.serving.of_run import row_to_send, watched_columns
from nnviz.serving.raw_rows import raw_rows
from nnviz.serving.service import Service
from tests.data.reviews import reviews
from tests.serving.conftest import trained


@pytest.fixture(scope="module")
def texts():
    return trained(nnviz.own_data(reviews(160), test_fraction=0.25))


def test_texts_become_the_numbers_that_training_saw(texts):
    data = nnviz.load_data(texts.experiment.data)
    recipe = Service(texts).recipe
    rows = raw_rows(texts.experiment.data, "test")
    np.testing.assert_array_equal(prepare.word_numbers(recipe, rows), data.test.x)
    written = ["A zyzzyva, “Don’t”!", "", "東京 is GREAT " * 300]
    np.testing.assert_array_equal(prepare.word_numbers(recipe, written), data.preparation.encode(written))
    assert row_to_send(texts.id, "test", 3) == rows[3]


@pytest.mark.parametrize("format", ["onnx", "saved_model"])
def test_an_export_takes_texts_through_its_own_lines(texts, tmp_path, format):
    made = nnviz.export(texts, tmp_path / "out", format=format)
    assert (
        made.takes == "prepared" and made.examples == 40 and made.sentence.startswith("Equal on all 40 test examples")
    )


def test_a_server_takes_texts_and_watch_sees_new_words(texts):
    log = ServedLog(texts, REAL)
    log.clear()
    service, data = Service(texts, log), nnviz.load_data(texts.experiment.data)
    said = service.ask(raw_rows(texts.experiment.data, "test"))
    expected = texts.model().predict(data.test.x, verbose=0)[:, 0]
    positive = data.schema.class_names[1]
    np.testing.assert_allclose([own["probabilities"][positive] for own in said["answers"]], expected, atol=1e-5)
    assert {own.verdict for own in nnviz.watch(texts).columns} == {"as in training"}
    log.clear()
    service.ask(["zyzzyva qwerty"] * 40)
    drifted = {own.column.name: own.now for own in nnviz.watch(texts).drifted}
    assert "share of unknown words" in drifted and "words" in drifted
    for wrong, sentence in ((5, "Row 1: received 5. Expected text."), ("", "at least one letter")):
        with pytest.raises(NnvizError, match=sentence):
            service.ask([wrong])


def test_texts_are_simulated_as_they_are(texts):
    assert watched_columns(texts.id).columns == () and nnviz.simulate(texts, count=30) == 30
    with pytest.raises(NnvizError, match="only as they are"):
        nnviz.simulate(texts, "words", shift=1.0)

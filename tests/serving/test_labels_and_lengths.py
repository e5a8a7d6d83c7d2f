"""What is served of labels and of sequences of different lengths is what the app says."""

import numpy as np
import pytest

import nnviz
from nnviz.data.load import load
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.inspection.of_run import examples_of_run
from nnviz.models.templates import TEMPLATES, suggest
from nnviz.serving.of_run import row_to_send
from nnviz.serving.reference import reference
from nnviz.serving.service import Service
from nnviz.specs import DataSpec, Experiment, TrainSpec
from tests.sampling import whole


def trained(data: DataSpec, make):
    return nnviz.train(Experiment(data=data, model=make(load(data).schema), train=TrainSpec(epochs=1)))


def test_every_label_has_its_number_and_those_that_are_there_are_named():
    data = DataSpec(source="shape_sets", settings={"points": 80, "size": 16}, test_fraction=0.2)
    run = trained(data, TEMPLATES["logistic"].make)
    dataset, service = load(data), Service(run)
    shown = np.asarray(run.model()(dataset.test.x))
    answers = service.ask([row_to_send(run.id, "test", k) for k in range(3)])["answers"]
    for answer, row in zip(answers, shown, strict=False):
        own = list(answer["probabilities"].values())
        assert list(answer["probabilities"]) == list(dataset.schema.class_names)
        assert own == pytest.approx(row.tolist(), abs=2e-2)  # a picture is sent in 256 shades
        assert answer["labels"] == [name for name, p in answer["probabilities"].items() if p > 0.5]
    cuts = [0.0, 1.0, *np.median(shown[:, 2:], axis=0)]
    nnviz.set_label_thresholds(run, cuts)
    for answer in Service(run).ask([row_to_send(run.id, "test", k) for k in range(3)])["answers"]:
        numbers = list(answer["probabilities"].values())
        assert answer["labels"] == [dataset.schema.class_names[k] for k in range(4) if numbers[k] > cuts[k]]
        assert answer["labels"][0] == "circle" and "square" not in answer["labels"]
    examples, evaluated = examples_of_run(run.id, "test"), evaluation_of_run(run.id, "test")
    expected = (shown > np.array(cuts)).astype(int)
    assert examples.predicted_class.tolist() == expected[: len(examples.indexes)].tolist()
    assert examples.meaning.words(examples.predictions[0], dataset.schema.answers).startswith("circle (")
    assert (examples.errors > 0).tolist() == (expected != dataset.test.y).any(axis=1)[: len(examples.indexes)].tolist()
    assert evaluated.decided.tolist() == expected.tolist()
    known = reference(run)
    assert known.samples[-1].max() <= 3 and known.recipe["thresholds"] == pytest.approx(cuts)
    with pytest.raises(nnviz.NnvizError, match="Received 2 thresholds.*one number for each of 4 labels"):
        nnviz.set_label_thresholds(run, [0.5, 0.5])


@whole  # what it sends and pads is tested without a network in tests/data/test_lengths.py
def test_sequences_are_sent_at_their_own_length_and_padded_where_they_are_answered():
    data = DataSpec(source="walks", settings={"points": 80, "steps": 16}, test_fraction=0.2)
    run = trained(data, suggest)
    dataset, service = load(data), Service(run)
    rows = [row_to_send(run.id, "test", k) for k in range(8)]
    assert [len(row) for row in rows] == (dataset.test.x[:8] != 0).any(axis=-1).sum(axis=1).tolist()
    answers = service.ask(rows)["answers"]
    shown = np.asarray(run.model()(dataset.test.x[:8]))[:, 0]
    assert [own["probabilities"]["ended above"] for own in answers] == pytest.approx(shown.tolist(), abs=1e-5)
    with pytest.raises(nnviz.NnvizError, match="at most 16 × 1|16 × 1 numbers"):
        service.ask([[[0.0]] * 17])

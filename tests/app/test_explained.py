"""From the controls of the Lab to what explains them."""

import re

import pytest

from nnviz.data.catalog import SOURCES
from nnviz.glossary import terms
from nnviz.models.catalog import LAYERS as catalog_of_layers
from nnviz.specs import DataSpec, LayerSpec, TrainSpec
from nnviz.studies.knobs import KNOBS
from nnviz.training import catalog
from pages.shared.lessons import explained
from pages.shared.lessons.explained import CONTROLS, LAYERS, help_of

_TABLES = (catalog.OPTIMIZERS, catalog.LOSSES, catalog.SCHEDULES)


def _params(*tables) -> set[str]:
    return {param.name for table in tables for entry in table.values() for param in entry.params}


NAMES = {
    "train": set(TrainSpec.model_fields) | _params(*_TABLES),
    "build": _params(catalog_of_layers) | set(LayerSpec.model_fields),
    "data": set(DataSpec.model_fields) | _params(SOURCES),
    "study": set(KNOBS) | {"knobs", "switch", "epochs", "seeds", "folds", "sizes", "fold_by", "rounds", "sampler"},
    "evaluate": {"part", "threshold"},
}


def test_every_layer_of_the_table_is_there_and_leads_to_a_term():
    assert set(LAYERS) <= set(catalog_of_layers)
    assert set(LAYERS.values()) <= set(terms())


@pytest.mark.parametrize("page", CONTROLS)
def test_every_control_of_the_table_is_there_and_leads_to_a_term(page):
    assert set(CONTROLS[page]) <= NAMES[page]
    assert set(CONTROLS[page].values()) <= set(terms())


def test_a_control_leads_to_its_lesson_or_else_to_the_glossary(monkeypatch):
    assert help_of("train.optimizer", "Words.") == (
        "Words.\n\n:material/school: [Explained in “Gradient descent”](learn-gradient-descent)"
    )
    monkeypatch.setattr(explained, "LESSONS", {})
    assert help_of("train.optimizer").endswith("[“Optimizer” in the glossary](learn-glossary?term=optimizer)")
    assert help_of("data.split.missing").endswith("(learn-glossary?term=imputation)")
    assert help_of("build.0.set.dense.Dense.name", "Words.") == "Words." and help_of("data.x") is None


def test_the_same_name_on_another_page_is_another_control():
    assert "Gradient descent" in help_of("train.sgd.momentum")
    assert help_of("build.0.set.b.BatchNormalization.momentum", "Words.") == "Words."
    assert help_of("gan.rate") is None


def test_the_controls_of_train_carry_their_explanations(visit):
    app = visit("pages/lab/train.py")
    widgets = [*app.selectbox, *app.text_input, *app.multiselect]
    ways = {widget.label: re.findall(r"\((learn-[^)]*)\)", widget.proto.help) for widget in widgets}
    named = (
        "Optimizer",
        "Learning rate",
        "Batch size",
        "Epochs",
        "Loss",
        "Learning-rate schedule",
        "Early stopping",
        "Metrics",
    )
    assert all(len(ways[label]) == 1 for label in named)

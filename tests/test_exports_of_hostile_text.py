"""Everything that an experiment can be taken away as, with hostile names in it: nothing but the names differs."""

import ast
import json

import pytest
from markdown_it import MarkdownIt

from nnviz import names
from nnviz.data.schema import Schema
from nnviz.models.codegen import notebook, python_code
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.codegen import script, training_code
from tests.hostile_text import texts

TEXTS = texts(250, seed=11, longest=8)
OBJECT = {"module": "keras.layers", "class_name": "LeakyReLU", "registered_name": None}


unchecked = LayerSpec.model_construct


def experiment(text: str) -> tuple[Experiment, Schema]:
    """An experiment whose every free text is `text`, also where the specs would refuse it, and its data's schema."""
    chain = {"inputs": None}
    kept = {**OBJECT, "config": {"name": text, "note": [text, {text: text}]}}
    layers = (
        unchecked(id="first", kind="Dense", settings={"units": 3}, trainable=False, enabled=True, name=text, **chain),
        unchecked(id="off", kind=text, settings={}, trainable=True, enabled=False, name=f"{text}2", **chain),
        unchecked(
            id="kept",
            kind="KerasLayer",
            settings={"object": kept},
            trainable=True,
            enabled=True,
            name=f"{text}3",
            **chain,
        ),
        LayerSpec(id="last", kind="Dense", settings={"units": 1, "activation": "sigmoid"}),
    )
    data = DataSpec.model_construct(**{**DataSpec().__dict__, "source": text, "settings": {"name": text, "noise": 0.5}})
    whole = Experiment.model_construct(
        data=data, model=ModelSpec.model_construct(layers=layers, outputs=None), train=TrainSpec(), title=text
    )
    return whole, Schema("vector", "binary", (2,), (text, f"{text}2"), (text, "other"), text, source=text)


class Texts(ast.NodeTransformer):
    """Takes the contents of every text constant out of a program, and numbers its names in their order."""

    def __init__(self):
        self.numbers = {}

    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_Name(self, node):
        return ast.Name(self.numbers.setdefault(node.id, f"name{len(self.numbers)}"), node.ctx)


def form(program: str) -> str:
    """The statements of a program, whatever its texts say."""
    program.encode()
    return ast.dump(Texts().visit(ast.parse(program)))


@pytest.fixture(scope="module")
def benign():
    return experiment("A plain name")


@pytest.mark.parametrize("make", [python_code, script], ids=["network", "with its training"])
def test_the_programs_statements_do_not_depend_on_names(benign, make):
    expected = form(make(*benign))
    for text in TEXTS:
        assert form(make(*experiment(text))) == expected, repr(text)


def test_the_programs_values_are_the_names_themselves():
    for text in TEXTS:
        constants = [
            node.value for node in ast.walk(ast.parse(script(*experiment(text)))) if isinstance(node, ast.Constant)
        ]
        assert constants.count(text) >= 5, repr(text)  # the source, one setting, and three in Keras's own form


def test_a_notebooks_cells_do_not_depend_on_names(benign):
    def cells(whole, schema):
        return json.loads(notebook(whole, schema, training_code(whole, schema)))["cells"]

    expected, reader = cells(*benign), MarkdownIt("commonmark")
    for text in TEXTS:
        found = cells(*experiment(text))
        assert [cell["cell_type"] for cell in found] == [cell["cell_type"] for cell in expected]
        for cell, other in zip(found, expected, strict=True):
            if cell["cell_type"] == "code":
                assert form(cell["source"]) == form(other["source"]), repr(text)
        heading = [token.type for token in reader.parse(found[0]["source"])]
        assert heading == ["heading_open", "inline", "heading_close"], repr(text)


def test_a_link_and_a_file_bring_back_every_name_that_can_be_read():
    for text in TEXTS:
        title = names.clean(text)
        whole = Experiment(title=title, model=ModelSpec(layers=(LayerSpec(id="a", kind="Dense", name=title[:60]),)))
        assert Experiment.from_token(whole.to_token()) == whole == Experiment.from_json(whole.to_json(indent=2))

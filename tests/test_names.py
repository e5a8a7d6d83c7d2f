"""Names: what cannot be seen is refused with a sentence that says what it is; names from files are cleaned."""

import sys
import unicodedata

import pytest

from nnviz import names
from nnviz.data.schema import Schema
from nnviz.errors import SpecError
from nnviz.params import Param
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec


@pytest.mark.parametrize(
    "character", "\0\t\n\x0b\x0c\r\x1c\x1e\x85\u2028\u2029\u200b\u200e\u202e\u2066\u2069\ufeff\ud800"
)
def test_the_sentence_names_the_character_and_its_place(character):
    with pytest.raises(SpecError) as caught:
        names.check(f"ab{character}c", "Title", "title")
    sentence = str(caught.value)
    assert sentence.startswith("Title: received 'ab") and caught.value.where == "title"
    assert f"character 3 is a {names.described(character)}" in sentence and f"(U+{ord(character):04X})" in sentence
    assert sentence.isprintable()


def test_some_characters_have_names_that_people_know():
    assert names.described("\r") == "carriage return (U+000D)"
    assert names.described("\u202e") == "right-to-left override (U+202E)"
    assert names.described("\u2028") == "line separator (U+2028)"
    assert names.described("\x01") == "control character (U+0001)"


def test_what_is_refused_is_what_unicode_calls_control_format_separator_or_surrogate():
    refused = {code for code in range(sys.maxunicode + 1) if names.unseen(chr(code))}
    assert refused == {
        code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }


@pytest.mark.parametrize("name", ["Zähler 1", "漢字", "قياس", "a<b>**c**$d$", "naïve 😀", "", "  two  spaces "])
def test_ordinary_names_of_any_script_pass(name):
    assert names.check(name) == name and Experiment(title=name).title == name


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda text: Experiment(title=text), "title"),
        (lambda text: LayerSpec(id="a", kind="Dense", name=text), "name"),
        (lambda text: LayerSpec(id="a", kind=text), "kind"),
        (lambda text: LayerSpec(id=text, kind="Dense"), "id"),
        (lambda text: LayerSpec(id="a", kind="Dense", settings={text: 1}), "settings"),
        (lambda text: LayerSpec(id="a", kind="Dense", inputs=(text,)), "inputs"),
        (lambda text: ModelSpec(outputs=(text,)), "outputs"),
        (lambda text: DataSpec(source=text), "source"),
        (lambda text: DataSpec(settings={text: 1}), "settings"),
        (lambda text: TrainSpec(loss=text), "loss"),
        (lambda text: TrainSpec(loss_settings={text: 1}), "loss_settings"),
        (lambda text: TrainSpec(optimizer=text), "optimizer"),
        (lambda text: TrainSpec(schedule=text), "schedule"),
        (lambda text: TrainSpec(metrics=(text,)), "metrics"),
        (lambda text: Param("split", "text", "").check(text), "split"),
    ],
)
@pytest.mark.parametrize("text", ["a\rprint('PWN')", "a\u2028b", "a\u202eb", "a\n"])
def test_every_name_of_a_spec_refuses_them(make, where, text):
    with pytest.raises(SpecError) as caught:
        make(text)
    assert caught.value.where == where and str(caught.value).isprintable()


def test_a_link_or_a_file_with_such_a_name_is_refused():
    plain = Experiment(title="XX", model=ModelSpec(layers=(LayerSpec(id="a", kind="Dense", name="XX"),)))
    for place in ('"title": "XX"', '"name": "XX"'):
        text = plain.to_json().replace(place, place.replace("XX", "a\\rb"))
        with pytest.raises(SpecError, match=r"carriage return \(U\+000D\)"):
            Experiment.from_json(text)


def test_names_from_data_are_cleaned_and_told_apart():
    assert names.clean_all(["a", "a\n", "\ufeffa", "", "\r", "x\u202ey", "a (2)"], "column") == (
        "a", "a (2)", "a (3)", "column 4", "column 5", "xy", "a (2) (2)",
    )  # fmt: skip
    assert names.clean("a\r\n\tb ") == "a b"
    assert len(names.clean("x" * 500)) == names.LONGEST and names.clean("x" * 500).endswith("…")
    assert len(set(names.clean_all(["x"] * 2000, "column"))) == 2000


def test_a_schema_holds_clean_names_whatever_a_file_gave():
    schema = Schema("vector", "binary", (2,), ("a\r", "a"), ("no\u2028", "\0"), "goal\n", source="my\rfile")
    assert schema.feature_names == ("a", "a (2)") and schema.class_names == ("no", "class 2")
    assert schema.target_name == "goal" and schema.source == "my file"

"""Texts: words counted on the training texts alone, unknown ones said, real lengths, columns beside a text."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data import texts
from nnviz.data.catalog.own import BETWEEN
from nnviz.data.load import load, read
from nnviz.data.own.how_read import how_read
from nnviz.data.preparing import steps
from nnviz.data.preparing.effects import prepared_through
from nnviz.data.written import encoded
from nnviz.errors import DataError
from nnviz.evaluation.of_run import texts_of_run
from nnviz.serving import contract
from nnviz.serving.carried import prepare
from nnviz.serving.recipe import recipe_of
from nnviz.specs import StepSpec
from nnviz.training.meaning import assumed
from tests.data.reviews import BAD, GOOD, reviews


def test_words_and_marks_are_told_apart():
    assert texts.split_words("Don’t panic, it's 42!") == ["don't", "panic", ",", "it's", "42", "!"]
    assert texts.split_words("Ünïcode… 東京") == ["ünïcode", "…", "東京"]


def test_by_hand():
    codes, corpus = texts.read(["b a a", "a c", "d d d d"])
    assert corpus == ("", "b", "a", "c", "d") and codes.tolist() == [[1, 2, 2, 0], [2, 3, 0, 0], [4, 4, 4, 4]]
    fitted = texts.fit(codes[:2], corpus)
    assert fitted.words == ("", "[unknown]", "a", "b", "c") and fitted.length == 3
    expected = [[3, 2, 2], [2, 4, 0], [1, 1, 1]]
    assert fitted.apply(codes, corpus).tolist() == expected
    assert fitted.encode(["B, a a", "A c", "d d d d"]).tolist() == [[3, 1, 2], *expected[1:]]


def test_the_vocabulary_knows_nothing_of_held_out_texts():
    spec = nnviz.own_data(reviews(120), validation_fraction=0.25, test_fraction=0.25)
    whole = nnviz.load_data(spec)
    frame = reviews(120)
    held_out = np.concatenate([whole.validation.rows, whole.test.rows])
    frame.loc[held_out, "review"] = "zyzzyva " * 30
    other = nnviz.load_data(nnviz.own_data(frame, validation_fraction=0.25, test_fraction=0.25))
    assert other.schema.token_names == whole.schema.token_names and other.schema.input_shape == whole.schema.input_shape
    np.testing.assert_array_equal(other.train.x, whole.train.x)
    assert (other.validation.x == 1).all() and any("unknown" in note for note in other.notes)


def test_a_column_of_sentences_is_the_input_and_can_be_learnt():
    spec = nnviz.own_data(reviews(160))
    data = nnviz.load_data(spec)
    assert data.schema.kind == "tokens" and data.train.x.dtype == "int32" and data.schema.target_name == "mood"
    assert {*GOOD, *BAD, "not"} <= set(data.schema.token_names)
    model = nnviz.suggest(data.schema, len(data.train))
    embedding = next(layer for layer in model.layers if layer.kind == "Embedding")
    assert embedding.settings["input_dim"] == data.schema.vocabulary == len(data.schema.token_names)
    run = nnviz.train(nnviz.Experiment(data=spec, model=model, train=nnviz.TrainSpec(epochs=1)))
    said = [data.schema.text(ids) for ids in data.validation.x]
    assert run.graph["samples"]["texts"] == said and texts_of_run(run.id, "validation", (2, 0)) == [said[2], said[0]]
    summary = nnviz.summarise(spec)
    first = reviews(160)["review"][int(summary.sample_rows[0])]
    assert summary.sample_texts[0] == " ".join(texts.split_words(first))


def test_beside_numbers_a_text_is_left_out_until_it_is_chosen_alone():
    frame = reviews(60).assign(length=range(60), stars=[k % 5 for k in range(60)])
    assert nnviz.load_data(nnviz.own_data(frame, target="mood")).schema.kind == "vector"
    chosen = nnviz.own_data(frame, target="mood", columns={"review": {"role": "input"}})
    assert nnviz.load_data(chosen).schema.kind == "tokens"
    both = nnviz.own_data(frame, target="mood", columns={"review": {"role": "input"}, "stars": {"role": "input"}})
    data = nnviz.load_data(both.replace(columns={**both.columns, "stars": {"role": "input", "kind": "category"}}))
    assert data.schema.first_noun == "text" and not data.schema.is_table
    data = nnviz.load_data(both)
    assert data.schema.kind == "tokens" and [one.feature_names for one in data.schema.further] == [("stars",)]
    stars = data.further[0].unscaled(data.train.further["table"])[:, 0]
    assert stars == pytest.approx(data.train.rows % 5, abs=1e-6)
    effects = prepared_through(both).effects
    assert [(effect.spec.name, effect.column) for effect in effects][-2:] == [("text", ""), ("scale", "stars")]


def test_several_texts_of_a_row_are_read_one_after_the_other_with_a_mark_between():
    frame = reviews(60).assign(title=[f"Day {k} once again" for k in range(60)], stars=[k % 5 for k in range(60)])
    frame.loc[[3], "review"], frame.loc[[4], ["review", "title"]] = None, None
    roles = {name: {"kind": "text", "role": "input"} for name in ("title", "review")} | {"stars": {"role": "input"}}
    spec = nnviz.own_data(frame, target="mood", columns=roles)
    data = load(spec)
    assert data.size == 59 and [one.feature_names for one in data.schema.further] == [("stars",)]
    order = [name for name in frame.columns if name in ("title", "review")]
    row = next(place for place in data.train.rows.tolist() if place < 3)
    said = f" {BETWEEN[0]} ".join(frame.loc[row, name] for name in order)
    place = data.train.rows.tolist().index(row)
    assert data.schema.text(data.train.x[place]) == " ".join(texts.split_words(said))
    own = {name: frame.loc[row, name] for name in order}
    np.testing.assert_array_equal(data.preparation.encode([own, said]), data.train.x[[place, place]])
    recipe = recipe_of(data, assumed("sigmoid", 1, "binary"))
    np.testing.assert_array_equal(prepare.word_numbers(recipe, [own, said]), data.train.x[[place, place]])
    asked = contract.request_model(recipe, 5)
    assert contract.as_arrays(recipe, asked(rows=[own, said])) == [said, said]
    with pytest.raises(ValueError, match=f"texts called {order[0]} and {order[1]}"):
        asked(rows=[{"headline": said}])
    marked = load(spec.replace(settings={**spec.settings, "between": "next"}))
    assert "next" in marked.schema.token_names and any("“next” between them" in note for note in marked.notes)
    (guess,) = [own for own in how_read(spec).guesses if own.name == "between"]
    assert guess.value == BETWEEN[0]
    alone = nnviz.own_data(frame, target="mood", columns={**roles, "title": {}})
    assert not [own for own in how_read(alone).guesses if own.name == "between"]
    (finding,) = [own for own in nnviz.profile(alone).findings if own.kind == "text"]
    assert load(finding.mends[0].apply(alone)).schema.token_names == data.schema.token_names


def test_a_text_that_the_network_is_not_given_is_told_with_a_button_that_gives_it():
    frame = reviews(60).assign(length=range(60), stars=[k % 5 for k in range(60)])
    spec = nnviz.own_data(frame, target="mood")
    (finding,) = [own for own in nnviz.profile(spec).findings if own.kind == "text"]
    assert finding.sentence == "review is a text, and the network is not given it." and len(finding.mends) == 1
    mended = finding.mends[0].apply(spec)
    schema = load(mended).schema
    assert schema.kind == "tokens" and schema.further[0].feature_names == ("stars",) and schema.target_name == "mood"
    after = nnviz.profile(mended).findings
    assert not [own for own in after if own.kind == "text"]
    ignored = spec.replace(columns={**spec.columns, "review": {"role": "ignored"}})
    assert not [own for own in nnviz.profile(ignored).findings if own.kind == "text"]


@pytest.mark.parametrize("settings", [{}, {"standardize": "strip"}, {"how": "characters", "standardize": "none"}])
def test_an_example_that_is_written_as_it_is_shown_is_the_same_example(settings):
    step = StepSpec(name="text", settings={"vocabulary": 8, **settings})
    data = load(nnviz.own_data(reviews(40)).replace(steps=(step,)))
    assert (data.train.x == 1).any()
    for own in data.train.x[:5]:
        assert encoded(data, data.schema.text(own))[0].tolist() == own.tolist()


def test_rows_without_a_text_are_left_out_with_a_word():
    frame = reviews(40)
    frame.loc[[3, 7], "review"] = [None, "  "]
    data = nnviz.load_data(nnviz.own_data(frame))
    assert data.size == 38 and any("2 of 40 rows have no text" in note for note in data.notes)


def test_texts_without_a_word_are_a_sentence():
    with pytest.raises(DataError, match="hold no words"):
        texts.read(["", " \u2003 "])


TEXTS = ["The cat sat, the cat ate!", "A dog (a good one) sat.", "cats & dogs: 9 of them", "It's it", "zebra zebra"]


@pytest.mark.parametrize(
    ("settings", "split", "standardize"),
    [
        ({"standardize": "strip"}, "whitespace", "lower_and_strip_punctuation"),
        ({"standardize": "lower", "vocabulary": 9}, "whitespace", "lower"),
        ({"how": "characters", "standardize": "strip", "length": 12}, "character", "lower_and_strip_punctuation"),
        ({"how": "characters", "standardize": "none"}, "character", None),
    ],
)
def test_the_text_step_reads_as_keras_text_vectorization_does(settings, split, standardize):
    own = texts.fit_step(TEXTS[:3], steps.check(nnviz.StepSpec(name="text", settings={"least": 1, **settings})))
    oracle = keras.layers.TextVectorization(
        settings.get("vocabulary", 5002), standardize, split, output_sequence_length=own.length
    )
    oracle.adapt(TEXTS[:3])
    assert list(own.words) == [word.replace("UNK", "unknown") for word in oracle.get_vocabulary()]
    np.testing.assert_array_equal(own.encode(TEXTS), oracle(TEXTS))


def test_without_steps_texts_are_read_as_the_step_that_is_shown_says(home):
    frame = reviews()
    spec = nnviz.own_data(frame)
    raw, before = read(spec), load(spec)
    shown = steps.implied(spec, raw.schema, False)
    assert [step.name for step in shown] == ["text"]
    after = load(spec.replace(steps=shown))
    assert after.preparation == before.preparation and after.schema == before.schema
    np.testing.assert_array_equal(after.train.x, before.train.x)
    garbage = frame.copy()
    column = next(name for name in frame.columns if frame[name].astype(str).str.contains(" ").all())
    garbage.loc[before.validation.rows, column] = "entirely unheard of syllables"
    characters = (nnviz.StepSpec(name="text", settings={"how": "characters", "standardize": "none"}),)
    one, two = (load(nnviz.own_data(own, steps=characters)) for own in (frame, garbage))
    np.testing.assert_array_equal(one.train.x, two.train.x)
    assert one.preparation == two.preparation and one.schema.vocabulary < 80
    told = prepared_through(spec.replace(steps=characters))
    assert told.effects[0].after.names[0] == "space" and told.effects[0].before.title == "characters in a text"

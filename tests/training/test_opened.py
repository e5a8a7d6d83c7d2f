"""A trained file with its weights becomes a run that answers as the file's own model does, and that others begin
with."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.inspection.of_run import activations_of_run, examples_of_run
from nnviz.models.whole import whole_model
from nnviz.specs import DataSpec
from nnviz.training import opened_trial
from nnviz.training.opened_candidates import usual
from nnviz.training.opened_records import Tried, together
from nnviz.training.opened_trial import meaning_words
from tests.data.test_own_beside import shades, spec_of
from tests.sampling import whole
from tests.strangers import knowing, simple

IRIS, DIGITS = DataSpec(source="iris"), DataSpec(source="digits")
layers = keras.layers


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(path, model): a network of somebody else's that knows iris as it is, in centimetres."""
    data = load(IRIS.replace(scaling="none"))
    model = knowing(simple(), data.train.x, data.train.y)
    path = tmp_path_factory.mktemp("file") / "theirs.keras"
    model.save(path)
    return str(path), model


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """(path, model): a layer used twice and a step of `keras.ops`, which no list of layers says."""
    inputs, twice = keras.Input((4,)), layers.Dense(4, "tanh")
    hidden = keras.ops.stack([twice(twice(inputs)), inputs], axis=1)
    model = keras.Model(inputs, layers.Dense(3)(layers.Flatten()(hidden)))
    model = knowing(model, load(IRIS).train.x, load(IRIS).train.y, cross_entropy())
    path = tmp_path_factory.mktemp("file") / "shared.keras"
    model.save(path)
    return str(path), model


def cross_entropy():
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def test_the_run_answers_as_the_file_does_on_every_page(trained):
    path, model = trained
    run = nnviz.open_model(path, IRIS, preparation="none")
    data = load(run.experiment.data)
    assert run.record.title == "theirs" and run.experiment.data.scaling == "none"
    assert run.status().state == "finished" and "not trained here" in run.status().message
    expected = model.predict(data.validation.x, verbose=0)
    np.testing.assert_allclose(run.model().predict(data.validation.x, verbose=0), expected, atol=1e-6)
    evaluation = evaluation_of_run(run.id, "validation")
    assert evaluation.scores["accuracy"] == pytest.approx(np.mean(expected.argmax(1) == data.validation.y))
    np.testing.assert_allclose(examples_of_run(run.id).predictions, expected, atol=1e-5)
    assert len(activations_of_run(run.id, "validation", 0)) and run.frame() is not None and run.graph is not None
    assert run.untrained["val_accuracy"] == pytest.approx(evaluation.scores["accuracy"])
    assert run.experiment.train.loss == "sparse_categorical_crossentropy"
    assert run.experiment.train.learning_rate == pytest.approx(0.02)


@whole  # test_what_no_list_of_layers_says… does the same with a model that is kept whole
def test_its_training_goes_on_where_the_file_ended(trained):
    path, model = trained
    run = nnviz.open_model(path, IRIS, preparation="none")
    longer = nnviz.train(run.at().experiment(more=1), start_from=run)
    assert longer.untrained["loss"] == pytest.approx(run.untrained["loss"], rel=1e-4)
    moved = [
        np.abs(own - old).max() for own, old in zip(longer.model().get_weights(), model.get_weights(), strict=True)
    ]
    assert all(0 < one < 0.5 for one in moved[:2])


def test_what_no_list_of_layers_says_is_kept_as_it_is_and_trains_on(shared):
    path, model = shared
    run = nnviz.open_model(path, IRIS)
    data = load(IRIS)
    assert whole_model(run.experiment.model) is not None
    assert [layer.name for layer in run.model().layers] == [layer.name for layer in model.layers]
    expected = model.predict(data.validation.x, verbose=0)
    np.testing.assert_array_equal(run.model().predict(data.validation.x, verbose=0), expected)
    shown = np.exp(expected) / np.exp(expected).sum(1, keepdims=True)  # logits, read as probabilities
    np.testing.assert_allclose(examples_of_run(run.id).predictions, shown, atol=1e-5)
    assert len(activations_of_run(run.id, "validation", 0)) >= len(model.layers) - 1
    longer = nnviz.train(run.at().experiment(more=1), start_from=run)
    assert longer.untrained["loss"] == pytest.approx(run.untrained["loss"], rel=1e-5)
    assert [layer.name for layer in longer.model().layers] == [layer.name for layer in model.layers]


def test_each_preparation_is_tried_and_the_one_it_was_trained_with_is_best(trained):
    path, model = trained
    trial = nnviz.try_model(path, IRIS)
    plain = load(IRIS.replace(scaling="none"))
    right = model.predict(plain.validation.x, verbose=0).argmax(1) == plain.validation.y
    by_name = {one.name: one for one in trial.tried}
    assert trial.best == "none" and by_name["none"].score == pytest.approx(right.mean())
    assert by_name["none"].right == tuple(right[:8]) and by_name["standard"].score < right.mean()
    assert trial.truth == tuple(plain.schema.class_names[k] for k in plain.validation.y[:8])
    assert "probabilities of the classes" in trial.meaning and "softmax" in trial.meaning
    assert trial.why_whole == "" and trial.parameters == model.count_params() and trial.order == ()


def test_pixels_are_tried_in_every_range_that_is_another(tmp_path):
    data = load(DIGITS.replace(scaling="none"))
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(10, "softmax")])
    path = tmp_path / "signed.h5"
    knowing(model, data.train.x / 8 - 1, data.train.y).save(path)
    trial = nnviz.try_model(path, DIGITS)
    assert trial.best == "signed" and trial.pictures.shape == (8, 8, 8, 1)
    assert [one.name for one in trial.tried] == ["none", "unit", "signed", "bytes", "standard"]
    run = nnviz.open_model(path, DIGITS, preparation="signed")
    assert load(run.experiment.data).train.x.min() == -1 and run.untrained["val_accuracy"] > 0.8


def test_classes_in_another_order_are_noticed_and_put_right(tmp_path):
    data = load(IRIS)
    model = knowing(simple(), data.train.x, (data.train.y + 1) % 3)
    path = tmp_path / "turned.keras"
    model.save(path)
    names = data.schema.class_names
    trial = nnviz.try_model(path, IRIS)
    assert trial.order == (names[2], names[0], names[1])
    run = nnviz.open_model(path, IRIS, class_names=trial.order)
    assert run.untrained["val_accuracy"] > 0.85 > nnviz.open_model(path, IRIS).untrained["val_accuracy"] + 0.4
    with pytest.raises(NnvizError, match="in another order"):
        nnviz.open_model(path, IRIS, class_names=("a", "b", "c"))
    renamed = nnviz.open_model(path, IRIS, class_names=trial.order, class_titles=("a", "b", "c"))
    schema = load(renamed.experiment.data).schema
    assert schema.class_names == ("a", "b", "c") and schema.truth(data.validation.y[0]) in "abc"
    assert renamed.untrained["val_accuracy"] == run.untrained["val_accuracy"]
    for titles, wrong in ((("a", "b"), "2 are given"), (("a", "a", "b"), "alike")):
        with pytest.raises(NnvizError, match=wrong):
            nnviz.open_model(path, IRIS, class_titles=titles)


def test_one_way_after_the_other_says_what_all_at_once_say(tmp_path):
    data = load(IRIS)
    path = tmp_path / "turned.keras"
    knowing(simple(), data.train.x, (data.train.y + 1) % 3).save(path)
    price = opened_trial.trial_price(str(path), IRIS, {"loss": "", "output": ""})
    assert price.seconds > 0 and price.examples == 256
    parts = [opened_trial.tried_way(str(path), IRIS, {"loss": "", "output": ""}, (name,)) for name in price.ways]
    whole, joined = nnviz.try_model(path, IRIS), together(parts)
    assert joined.tried == whole.tried and (joined.order, joined.ordered) == (whole.order, whole.ordered)
    assert joined.best == whole.best and joined.classes == data.schema.class_names
    with pytest.raises(NnvizError, match="cannot be read"):
        together([Tried("a", "A", "", float("nan"), problem="It cannot be read.")])


def test_one_of_several_outputs_is_looked_at(tmp_path):
    inputs = keras.Input((4,))
    hidden = layers.Dense(5)(inputs)
    outputs = [layers.Dense(2, name="side")(hidden), layers.Dense(3, "softmax", name="kind")(hidden)]
    path = tmp_path / "two.keras"
    model = keras.Model(inputs, outputs)
    model.save(path)
    with pytest.raises(NnvizError, match="gives 2 numbers"):
        nnviz.open_model(path, IRIS)
    run = nnviz.open_model(path, IRIS, output="kind")
    x = load(IRIS).validation.x
    np.testing.assert_allclose(run.model().predict(x, verbose=0), np.asarray(model(x)[1]), atol=1e-6)


def test_several_inputs_find_those_of_the_data_by_their_shapes(tmp_path):
    entries, frame = shades()
    data = load(spec := spec_of(tmp_path, entries, frame, scaling="none"))
    meta, photo = keras.Input((3,), name="meta"), keras.Input((8, 8, 1), name="photo")
    both = layers.Concatenate()([layers.GlobalAveragePooling2D()(photo), meta])
    model = keras.Model([meta, photo], layers.Dense(1, "sigmoid")(both))
    model.save(tmp_path / "both.keras")
    run = nnviz.open_model(tmp_path / "both.keras", spec)
    part = data.validation
    expected = np.asarray(model([part.further["table"], part.x]))
    np.testing.assert_allclose(examples_of_run(run.id).predictions, expected, atol=1e-5)
    assert [tensor.name for tensor in run.model().inputs] == ["input", "table"]
    with pytest.raises(NnvizError, match=r"takes 3 numbers \(meta\) and 8 × 8 × 1 \(photo\), and Iris has 4 numbers"):
        nnviz.try_model(tmp_path / "both.keras", IRIS)


def test_other_answers_get_a_new_last_layer_on_frozen_ones(tmp_path):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layers.Softmax()(layers.Dense(7)(layers.Dense(5, "relu", name="known")(inputs))))
    model.save(tmp_path / "seven.keras")
    with pytest.raises(NnvizError, match="gives 7 numbers") as caught:
        nnviz.try_model(tmp_path / "seven.keras", IRIS)
    assert caught.value.where == "output"
    run = nnviz.open_model(tmp_path / "seven.keras", IRIS, preparation="standard", new_head=True)
    np.testing.assert_array_equal(run.model().get_layer("known").kernel, model.get_layer("known").kernel)
    assert run.experiment.model.layers[-1].settings["units"] == 3 and "last layer is new" in run.status().message
    assert [layer.trainable for layer in run.experiment.model.layers] == [False, True]


@pytest.mark.parametrize(
    ("name", "way"), [("resnet50", "imagenet_bgr"), ("resnet50v2", "signed"), ("mobilenetv2_1.00_96", "signed"),
                      ("MobileNetV3Small", "bytes"), ("efficientnetb0", "bytes"), ("model", "")],
)  # fmt: skip
def test_networks_of_keras_applications_say_what_they_want_by_their_names(name, way):
    assert usual([name]) == way


@pytest.mark.parametrize("source", ["digits", "wine"])
def test_data_that_it_is_not_for_are_refused_with_a_sentence(trained, source):
    with pytest.raises(NnvizError, match="takes 4 numbers") as caught:
        nnviz.open_model(trained[0], DataSpec(source=source))
    assert "It would fit Iris" in str(caught.value)


def test_files_that_are_none_are_refused(tmp_path):
    (tmp_path / "no.keras").write_bytes(b"nothing")
    with pytest.raises(NnvizError, match="not a Keras model"):
        nnviz.open_model(tmp_path / "no.keras", IRIS)
    (tmp_path / "bare.json").write_text(simple().to_json())
    with pytest.raises(NnvizError, match="no weights"):
        nnviz.try_model(tmp_path / "bare.json", IRIS)


def test_what_outputs_are_taken_for_is_a_sentence():
    from nnviz.training.meaning import decide

    schema = load(IRIS).schema
    said = meaning_words(decide(schema, "sparse_categorical_crossentropy", "linear", 3), "categorical_hinge", "linear")
    assert said.startswith("Its 3 numbers are taken for the probabilities of the classes, after a softmax")


def test_a_file_that_reads_texts_answers_the_data_s_words_as_it_answers_their_texts(tmp_path):
    spec = DataSpec(source="sentences", settings={"points": 60})
    data = load(spec)
    schema = data.schema
    written = lambda part: [" ".join(schema.token_names[k] for k in row if k) for row in part.x]  # noqa: E731
    reader = layers.TextVectorization(max_tokens=30, output_sequence_length=schema.input_shape[0])
    reader.adapt(written(data.train))
    texts = keras.Input((1,), dtype="string")
    pooled = layers.GlobalAveragePooling1D()(layers.Embedding(30, 4, mask_zero=True)(reader(texts)))
    model = keras.Model(texts, layers.Dense(1, "sigmoid")(pooled))
    model.save(tmp_path / "reads.keras")
    trial = nnviz.try_model(tmp_path / "reads.keras", spec)
    assert "TextVectorization, and it knows" in trial.resized and not trial.tried[0].problem
    run = nnviz.open_model(tmp_path / "reads.keras", spec)
    answers = model(keras.ops.convert_to_tensor(np.array(written(data.validation), object)[:, None], "string"))
    np.testing.assert_allclose(run.model()(data.validation.x), answers, atol=1e-6)

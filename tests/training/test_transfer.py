"""Layers taken from a run: their weights arrive as they were, frozen ones stay, and fine-tuning begins where the head
ended."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ModelError, RunError, TrainingError
from nnviz.models import edits
from nnviz.runs.run import Run
from nnviz.specs import LayerSpec, ModelSpec, TakenSpec
from nnviz.training.codegen import script
from nnviz.training.export import archive

_THEN = nnviz.DataSpec(source="digits", only_classes=tuple("56789"), training_examples=40)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("transfer")


@pytest.fixture(scope="module")
def source(home):
    """A network with a convolution and batch normalization, trained on the digits 0 to 4."""
    layers = (
        LayerSpec(id="conv", kind="Conv2D", settings={"filters": 4, "kernel_size": 3, "activation": "relu"}),
        LayerSpec(id="norm", kind="BatchNormalization"),
        LayerSpec(id="flat", kind="Flatten"),
        LayerSpec(id="hidden", kind="Dense", settings={"units": 6, "activation": "relu"}, name="Hidden one"),
        LayerSpec(id="output", kind="Dense", settings={"units": 5, "activation": "softmax"}),
    )
    data = _THEN.replace(only_classes=tuple("01234"), training_examples=100)
    train = nnviz.TrainSpec(epochs=2, batch_size=20)
    return nnviz.train(nnviz.Experiment(data=data, model=ModelSpec(layers=layers), train=train), home=home)


@pytest.fixture(scope="module")
def head_only(source, home):
    """A run that takes all but the output, frozen."""
    transfer = nnviz.take_layers(source, _THEN)
    train = nnviz.TrainSpec(epochs=3, batch_size=20)
    return nnviz.train(nnviz.Experiment(data=_THEN, model=transfer.model, train=train), home=home)


def _weights(model, name):
    return model.get_layer(name).get_weights()


def _same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_frozen_weights_are_bit_equal_to_the_source_after_training_and_the_head_has_moved(source, head_only):
    before, after = source.model(), head_only.model()
    for name in ("conv", "norm", "Hidden_one"):
        assert _same(_weights(before, name), _weights(after, name)), name
    first, last = head_only.weight_ids()[0], head_only.weight_ids()[-1]
    moved = [not np.array_equal(a, b) for a, b in zip(head_only.weights(first), head_only.weights(last), strict=True)]
    names = [variable.path for variable in after.variables]
    assert {name.split("/")[0] for name, has in zip(names, moved, strict=True) if has} == {"output"}


def test_batch_normalization_that_is_frozen_uses_the_statistics_of_its_source(source, head_only):
    """Ioffe and Szegedy's moving mean and variance, by hand."""
    model = head_only.model()
    gamma, beta, mean, variance = _weights(source.model(), "norm")
    x = np.random.default_rng(0).normal(size=(7, 6, 6, 4)).astype("float32")
    norm = model.get_layer("norm")
    expected = gamma * (x - mean) / np.sqrt(variance + norm.epsilon) + beta
    norm.trainable = False
    np.testing.assert_allclose(norm(x, training=True), expected, rtol=1e-4, atol=1e-5)


def test_fine_tuning_begins_exactly_where_the_head_ended(head_only, home):
    end = head_only.at()
    experiment = nnviz.fine_tuning(head_only.experiment, end.epoch + 1)
    assert all(layer.trainable for layer in experiment.model.layers)
    assert experiment.train.learning_rate == pytest.approx(0.1 * head_only.experiment.train.learning_rate)
    run = nnviz.train(experiment, start_from=head_only, home=home)
    ended, begun = (own.weights(own.weight_ids()[place]) for own, place in ((head_only, -1), (run, 0)))
    assert _same(ended, begun)
    assert run.record.counts_from == 3 and list(run.history()["epoch"]) == [1, 2, 3, 4]
    assert not _same(_weights(head_only.model(), "conv"), _weights(run.model(), "conv"))


def test_the_source_may_be_deleted_once_a_run_has_begun_and_new_runs_say_that_it_is_gone(source, head_only, home):
    assert (head_only.folder / "taken.keras").is_file()
    gone = head_only.experiment.model.taken.replace(run="20200101-000000-abcdef")
    experiment = head_only.experiment.replace(model=head_only.experiment.model.replace(taken=gone))
    runs = len(list((home / "runs").iterdir()))
    with pytest.raises(RunError, match="takes layers from another run.*There is no run 20200101"):
        nnviz.train(experiment, home=home)
    assert len(list((home / "runs").iterdir())) == runs


def test_a_layer_that_was_changed_since_begins_anew_and_says_so_but_a_frozen_one_is_refused(head_only, home):
    experiment = head_only.experiment.replace(train=head_only.experiment.train.replace(epochs=1))
    wider = edits.set_settings(experiment.model, "hidden", units=7)
    with pytest.raises(TrainingError, match="Hidden_one is frozen.*144×6 and 6 there and 144×7 and 7 here"):
        nnviz.train(experiment.replace(model=wider), home=home)
    run = nnviz.train(experiment.replace(model=edits.set_trainable(wider, "hidden", True)), home=home)
    assert run.not_taken == (
        "The layer Hidden_one begins with new weights: they are 144×6 and 6 there and 144×7 and 7 here.",
    )


def test_all_frozen_is_refused_with_a_sentence(head_only, home):
    model = edits.set_trainable(head_only.experiment.model, "output", False)
    with pytest.raises(TrainingError, match="All layers are frozen: none of the"):
        nnviz.train(head_only.experiment.replace(model=model), home=home)


def test_what_fits_is_taken_and_what_does_not_is_told(source):
    larger = nnviz.DataSpec(source="shapes", settings={"size": 16, "classes": 2})
    transfer = nnviz.take_layers(source, larger)
    assert transfer.layers == ("conv", "norm")
    assert "Hidden_one begins with new weights: they would be 784 × 6 here, and are 144 × 6 there." in transfer.told
    assert transfer.model.layer("output").settings == {"units": 1, "activation": "sigmoid"}
    assert not transfer.model.layer("conv").trainable and transfer.model.layer("hidden").trainable


def test_layers_up_to_one_and_a_new_head_on_them(source):
    redrawn = nnviz.DataSpec(source="redrawn_digits")
    transfer = nnviz.take_layers(source, redrawn, "norm", freeze=False)
    assert [layer.kind for layer in transfer.model.layers] == ["Conv2D", "BatchNormalization", "Flatten", "Dense"]
    assert transfer.model.layers[-1].settings["units"] == 64
    assert all(layer.trainable for layer in transfer.model.layers)


@pytest.mark.parametrize(
    ("data", "up_to", "words"),
    [
        (nnviz.DataSpec(source="iris"), None, "trained on images, and Iris are tables"),
        (_THEN, "output", "layers up to 'output' cannot be taken"),
        (nnviz.DataSpec(source="patches"), "conv", "None of the layers up to conv has weights that fit"),
    ],
)
def test_what_cannot_be_taken_is_a_sentence(source, data, up_to, words):
    with pytest.raises(ModelError, match=words):
        nnviz.take_layers(source, data, up_to)


def test_edits_keep_what_is_taken_and_json_brings_it_back(head_only):
    model = head_only.experiment.model
    assert edits.remove(model, "hidden").taken.layers == {"conv": "conv", "norm": "norm"}
    assert edits.remove_all(model, ("hidden", "conv", "norm")).taken is None
    assert ModelSpec.from_json(model.to_json()) == model
    assert "taken" not in nnviz.ModelSpec().to_json()
    assert isinstance(model.taken, TakenSpec)


def test_the_script_begins_with_the_same_weights(head_only, tmp_path, monkeypatch):
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(archive(head_only))) as file:
        assert "taken.keras" in file.namelist()
        file.extract("taken.keras", tmp_path)
    code = script(head_only.experiment, head_only.schema).split("# The data, split")[0]
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(compile(code, "script", "exec"), names)
    begun = head_only.weights(head_only.weight_ids()[0])
    assert _same([variable.numpy() for variable in names["model"].variables], begun)
    assert [layer.trainable for layer in names["model"].layers if layer.name != "flat"][1:] == [False] * 3 + [True]


def test_the_picture_before_training_is_of_the_taken_weights(head_only, home, monkeypatch):
    from nnviz import settings
    from nnviz.training.untrained import untrained

    monkeypatch.setattr(settings.get(), "home", home)
    told = untrained(head_only.experiment)["scores"]
    assert told == pytest.approx(head_only.untrained)
    assert isinstance(Run.open(head_only.id, home), Run) and keras.backend.floatx() == "float32"


def test_frozen_layers_stay_in_the_picture_of_training(head_only):
    columns = head_only.graph["columns"]
    assert [column["id"] for column in columns] == ["input", "conv", "Hidden_one", "output"]
    assert [column["detail"].endswith("frozen") for column in columns] == [False, True, True, False]

"""Good files open; hostile and broken ones are refused with a sentence before anything of them runs."""

import importlib
import inspect
import json
import pickle
import struct
import zipfile

import h5py
import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz import settings
from nnviz.errors import ModelError
from nnviz.keras_internals import calls_of
from nnviz.models import keras_names, safe_load
from nnviz.models.safe_load import inspect_archive, open_model

layers = keras.layers
MARK = []


def small():
    keras.utils.set_random_seed(0)
    inputs = keras.Input((4,))
    x = layers.Dense(3, activation="relu")(inputs)
    model = keras.Model(inputs, layers.Dense(2)(layers.Add()([x, layers.BatchNormalization()(x)])))
    model.compile("adam", "mse")
    return model


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.keras"
    small().save(path)
    return path


def refused(path, words, **limits):
    with pytest.raises(ModelError, match=words) as caught:
        open_model(path, settings.Settings(**limits) if limits else None)
    assert "Traceback" not in str(caught.value) and str(caught.value)[0].isupper()
    return str(caught.value)


def repacked(good, target, change=None, extra=(), drop=()):
    """The good file with its config changed by `change`, members added and dropped."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            data = source.read(name)
            if name == "config.json" and change is not None:
                config = json.loads(data)
                change(config)
                data = json.dumps(config).encode()
            if name not in drop:
                file.writestr(name, data)
        for name, data in extra:
            file.writestr(name, data)
    return target


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_good_files_open_with_their_weights(tmp_path, ending):
    model, path = small(), tmp_path / f"model.{ending}"
    model.save(path)
    opened = open_model(path)
    x = np.ones((2, 4), "float32")
    np.testing.assert_array_equal(opened(x), model(x))
    assert inspect_archive(path).form == ending and getattr(opened, "optimizer", None) is None


def test_a_sequential_and_json_open(tmp_path):
    path = tmp_path / "model.json"
    path.write_text(small().to_json())
    assert open_model(path).count_params() == small().count_params()
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    model.save(tmp_path / "s.keras")
    assert open_model(tmp_path / "s.keras").count_params() == 10


def test_nothing_is_deserialized_before_the_checks(good, tmp_path, monkeypatch):
    def spring(*_, **__):
        raise AssertionError("the file was opened")

    monkeypatch.setattr(keras.saving, "deserialize_keras_object", spring)
    monkeypatch.setattr(safe_load.keras_internals, "model_from_old_config", spring)
    monkeypatch.setattr(keras.models, "load_model", spring)

    def lambda_layer(config):
        config["config"]["layers"][1].update(class_name="Lambda")

    refused(repacked(good, tmp_path / "l.keras", lambda_layer), "Lambda layer, which holds code")


@pytest.mark.parametrize("ending", ["keras", "h5", "json"])
def test_a_real_lambda_is_refused(tmp_path, ending):
    model = keras.Sequential([keras.Input((2,)), layers.Lambda(lambda x: MARK.append(1) or x)])
    path = tmp_path / f"model.{ending}"
    path.write_text(model.to_json()) if ending == "json" else model.save(path)
    MARK.clear()
    refused(path, "Lambda")
    assert not MARK


@pytest.mark.parametrize(
    "change",
    [
        {"module": "os", "class_name": "system", "config": {"command": "true"}},
        {"module": "builtins", "class_name": "eval"},
        {"module": "subprocess", "class_name": "Popen"},
        {"module": "keras.src.utils.file_utils", "class_name": "get_file"},
        {"module": None, "class_name": "TFSMLayer"},
        {"module": "keras.layers", "class_name": "TorchModuleWrapper"},
        {"module": "keras.src.layers.core.lambda_layer", "class_name": "Lambda"},
        {"module": "keras.layers", "class_name": "Wrapper"},
        {"module": "keras.src.ops.core", "class_name": "Map"},
        {"module": "keras.src.ops.function", "class_name": "Function"},
        {"module": "keras.src.ops.numpy", "class_name": "Dense"},
        {"module": "keras.src.utils.file_utils", "class_name": "Identity"},
        {"module": "keras.layers", "class_name": "Dense", "registered_name": "my_package>Dense"},
        {"module": "my.package", "class_name": "Dense"},
        {"module": "builtins", "class_name": "function", "config": "exec"},
    ],
    ids=lambda change: change["class_name"],
)
def test_unknown_modules_and_classes_are_refused(good, tmp_path, change):
    def put(config):
        config["config"]["layers"][1].update(change)

    refused(repacked(good, tmp_path / "bad.keras", put), "not one of|holds code")

    def deep(config):
        config["config"]["layers"][1]["config"]["kernel_initializer"] = {
            "config": {},
            "registered_name": None,
            **change,
        }

    refused(repacked(good, tmp_path / "deep.keras", deep), "not one of|holds code")


@pytest.fixture(scope="module")
def looking_up(tmp_path_factory):
    """(path, inputs, answers) of a network with vocabularies, bins and steps of `keras.ops`."""
    keras.utils.set_random_seed(0)
    words, number = keras.Input((1,), dtype="string", name="words"), keras.Input((1,), name="number")
    lookup, text = layers.StringLookup(name="letters"), layers.TextVectorization(max_tokens=9, output_sequence_length=3)
    lookup.adapt(np.array(["a", "b", "c"]))
    text.adapt(np.array(["one two", "three one"]))
    x = layers.Flatten()(layers.Embedding(4, 2)(lookup(words)))
    y = layers.GlobalAveragePooling1D()(layers.Embedding(9, 2)(text(words)))
    z = layers.Flatten()(layers.Embedding(3, 2)(layers.Discretization([0.0, 1.0])(number)))
    stacked = keras.ops.transpose(keras.ops.stack([x, y, keras.ops.silu(z)]), (1, 0, 2))
    hashed = layers.Flatten()(layers.Embedding(5, 2)(layers.Hashing(5)(words)))
    model = keras.Model([words, number], layers.Dense(2)(stacked[:, 0] * hashed + stacked[:, 2]))
    path = tmp_path_factory.mktemp("lookup") / "lookup.keras"
    model.save(path)
    given = [tf.constant([["a"], ["one c"]]), tf.constant([[0.5], [2.0]])]
    return path, given, np.asarray(model(given))


def test_vocabularies_and_operations_of_keras_open_as_they_were(looking_up):
    path, given, answers = looking_up
    opened = open_model(path)
    np.testing.assert_array_equal(opened(given), answers)
    assert opened.get_layer("letters").get_vocabulary() == ["[UNK]", "c", "b", "a"]


def test_a_vocabulary_comes_from_the_file_and_from_nowhere_else(looking_up, tmp_path):
    path, _, _ = looking_up

    def from_disk(config):
        for layer in config["config"]["layers"]:
            if layer["class_name"] == "StringLookup":
                layer["config"]["vocabulary"] = "/etc/passwd"

    refused(repacked(path, tmp_path / "disk.keras", from_disk), "vocabulary from the file '/etc/passwd'")
    name = "assets/layers/string_lookup/vocabulary.txt"
    for content, words in ((b"\xff\xfe\x00", "no text"), (b"a\0b", "no text"), (bytes(60_000_000), "unpack|vocabular")):
        refused(repacked(path, tmp_path / "bad.keras", drop=[name], extra=[(name, content)]), words)
    for odd in ("assets/../vocabulary.txt", "assets//vocabulary.txt", "/assets/a/vocabulary.txt", "assets/a/b.npy"):
        refused(repacked(path, tmp_path / "odd.keras", extra=[(odd, b"a")]), "no use for")
    many = [(f"assets/layers/x{k}/vocabulary.txt", b"a") for k in range(500)]
    refused(repacked(path, tmp_path / "many.keras", extra=many), "vocabularies of")


def test_the_list_of_what_is_harmless_is_that_of_the_installed_keras():
    denied = {"Lambda", "TFSMLayer", "TorchModuleWrapper", "FlaxLayer", "JaxLayer"}
    own = {name for name, kind in vars(layers).items() if isinstance(kind, type) and issubclass(kind, layers.Layer)}
    assert own - keras_names.layers() == denied | {"Layer", "Wrapper"}
    assert denied.isdisjoint(keras_names.layers() | keras_names.operations() | keras_names.application_layers())
    calling = {name for name, kind in vars(operations_of_keras()).items() if _calls(kind)}
    assert calling and calling.isdisjoint(keras_names.operations())


def operations_of_keras():
    return importlib.import_module("keras.src.ops.core")


def _calls(kind) -> bool:
    """Whether calling an operation takes a function."""
    if not (isinstance(kind, type) and issubclass(kind, keras.Operation)) or kind is keras.Operation:
        return False
    takes = {*inspect.signature(kind.__init__).parameters, *inspect.signature(kind.call).parameters}
    return bool(takes & {"f", "fn", "cond", "body", "body_fun", "true_fn", "branches", "function"})


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/cron.d/evil", "..\\evil", "assets/vocab.txt", "code.py"])
def test_members_that_do_not_belong_are_refused(good, tmp_path, name):
    refused(repacked(good, tmp_path / "bad.keras", extra=[(name, "x")]), "no use for")
    assert not list(tmp_path.parent.glob("evil*"))


def test_links_doubles_and_pickles_in_the_archive(good, tmp_path):
    with zipfile.ZipFile(tmp_path / "link.keras", "w") as file:
        info = zipfile.ZipInfo("config.json")
        info.external_attr = 0o120777 << 16
        file.writestr(info, "/etc/passwd")
        file.writestr("model.weights.h5", "x")
    refused(tmp_path / "link.keras", "a link")
    with pytest.warns(UserWarning):
        double = repacked(good, tmp_path / "double.keras", extra=[("config.json", "{}")])
    refused(double, "twice")
    refused(repacked(good, tmp_path / "torch.keras", extra=[("archive/data.pkl", b"x")]), "pickle")
    refused(repacked(good, tmp_path / "less.keras", drop=["model.weights.h5"]), "lacks")


def test_zip_bombs_are_refused(good, tmp_path):
    bomb = repacked(good, tmp_path / "bomb.keras", extra=[("metadata2.json", b"")], drop=["model.weights.h5"])
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", "{}")
        file.writestr("model.weights.h5", bytes(30_000_000))
    refused(bomb, "unpack")
    lying = bytearray(repacked(good, tmp_path / "lying.keras").read_bytes())
    place = lying.rindex(b"PK\x01\x02")
    while lying[place + 46 : place + 46 + 11] != b"config.json":
        place = lying.rindex(b"PK\x01\x02", 0, place)
    lying[place + 24 : place + 28] = struct.pack("<I", 10)
    (tmp_path / "lying.keras").write_bytes(lying)
    refused(tmp_path / "lying.keras", "damaged|not JSON|longer")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_files_that_were_cut_off(good, tmp_path, share):
    data = good.read_bytes()
    (tmp_path / "cut.keras").write_bytes(data[: int(len(data) * share)])
    refused(tmp_path / "cut.keras", "damaged")
    small().save(tmp_path / "m.h5")
    data = (tmp_path / "m.h5").read_bytes()
    (tmp_path / "cut.h5").write_bytes(data[: int(len(data) * share)])
    refused(tmp_path / "cut.h5", "damaged|weights")


def test_files_of_other_kinds(tmp_path):
    for name, data, words in (
        ("a.keras", pickle.dumps({"a": 1}), "pickle"),
        ("b.keras", b"", "empty"),
        ("c.keras", b"hello world", "not a Keras"),
        ("d.json", b"{", "not JSON"),
        ("e.json", b'{"a": 1}', "not of a Keras"),
        ("f.json", b"[" * 100_000, "not a Keras"),
        ("g.json", b'{"class_name":' * 50_000, "not JSON"),
    ):
        (tmp_path / name).write_bytes(data)
        refused(tmp_path / name, words)
    refused(tmp_path / "missing.keras", "cannot be read")
    deep = {"class_name": "Sequential"}
    for _ in range(200):
        deep = {"class_name": "Sequential", "config": deep}
    (tmp_path / "deep.json").write_text(json.dumps(deep))
    refused(tmp_path / "deep.json", "nested too deeply")


def hdf5(path, write):
    small().save(path)
    with h5py.File(path, "a") as file:
        write(file)
    return path


def test_hdf5_tricks_are_refused(tmp_path):
    def external(file):
        file["elsewhere"] = h5py.ExternalLink("/etc/passwd", "/")

    def soft(file):
        file["loop"] = h5py.SoftLink("/")

    def outside(file):
        file.create_dataset("w", (4,), "f4", external=[("/etc/passwd", 0, 16)])

    def virtual(file):
        layout = h5py.VirtualLayout((4,), "f4")
        layout[:] = h5py.VirtualSource("/tmp/other.h5", "x", (4,))
        file.create_virtual_dataset("v", layout)

    def bomb(file):
        file.create_dataset("big", (10**10,), "f4", chunks=(1_000_000,), compression="gzip")

    for write, words in (
        (external, "links"),
        (soft, "links"),
        (outside, "another file"),
        (virtual, "another file"),
        (bomb, "unpacks"),
    ):
        refused(hdf5(tmp_path / f"{write.__name__}.h5", write), words)


def test_custom_objects_in_hdf5_are_refused(tmp_path):
    def custom(file):
        config = json.loads(file.attrs["model_config"])
        config["config"]["layers"][1]["class_name"] = "MyLayer"
        file.attrs["model_config"] = json.dumps(config)

    refused(hdf5(tmp_path / "custom.h5", custom), "MyLayer")
    small().save_weights(tmp_path / "only.weights.h5")
    refused(tmp_path / "only.weights.h5", "without a network")


def test_external_weights_inside_a_keras_file_are_refused(good, tmp_path):
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file["layers"] = h5py.ExternalLink("/etc/passwd", "/")
    data = (tmp_path / "w.h5").read_bytes()
    bad = repacked(good, tmp_path / "bad.keras", drop=["model.weights.h5"], extra=[("model.weights.h5", data)])
    refused(bad, "links")


def test_limits_hold_before_weights_exist(good, tmp_path):
    refused(good, "parameters", max_parameters=20)
    refused(good, "layers", max_layers=1)
    big = keras.Sequential([keras.Input((4,)), layers.Dense(300)])
    big.save(tmp_path / "big.keras")
    refused(tmp_path / "big.keras", "MB", max_model_mb=0)

    def huge(config):
        config["config"]["layers"][1]["config"]["units"] = 10**12

    refused(repacked(good, tmp_path / "huge.keras", huge), "parameters|cannot open")


def test_the_limits_follow_the_memory_of_a_worker():
    vgg16, laptop = 138_357_544, settings.Settings(worker_memory_mb=2333, mode="local")  # 8 cores, 16 GB
    assert vgg16 < laptop.max_parameters == 143_000_000 and laptop.max_model_mb > 4 * vgg16 / 1e6
    assert settings.most_weight_bytes(laptop) >= 3 * 4 * vgg16  # with Adam's two numbers for each
    assert settings.Settings(worker_memory_mb=500).max_parameters == 10_000_000
    assert settings.Settings(worker_memory_mb=10**6).max_model_mb == 2_000
    hosted = settings.Settings(worker_memory_mb=2333, mode="hosted")
    assert hosted.max_model_mb == hosted.max_upload_mb == 300


def test_nonsense_in_the_config_is_a_sentence(good, tmp_path):
    def units(config):
        config["config"]["layers"][1]["config"]["units"] = "many"

    def wires(config):
        config["config"]["layers"][1]["inbound_nodes"] = [{"args": ["x"], "kwargs": {}}]

    for number, change in enumerate((units, wires)):
        refused(repacked(good, tmp_path / f"{number}.keras", change), "cannot open")


def test_a_sequential_file_is_built_once_and_keras_is_left_as_it_was(tmp_path):
    before = keras.Sequential.from_config.__func__, keras.Sequential._maybe_rebuild
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(5), layers.BatchNormalization()])
    model = keras.Sequential([keras.Input((4,)), layers.Dense(4), inner, layers.Dense(3)])
    model.save(tmp_path / "deep.keras")
    opened = open_model(tmp_path / "deep.keras")
    x = np.random.default_rng(0).normal(size=(2, 4)).astype("float32")
    np.testing.assert_array_equal(opened(x), model(x))
    assert [len(calls_of(layer)) for layer in opened.layers] == [1, 1, 1], "not one call for each layer after it"
    (tmp_path / "bad.keras").write_bytes(b"nothing")
    with pytest.raises(ModelError):
        open_model(tmp_path / "bad.keras")
    assert (keras.Sequential.from_config.__func__, keras.Sequential._maybe_rebuild) == before

"""Descriptions in JSON: a mountain of it is refused before it is parsed, whatever the file is called."""

import json
import zipfile
from pathlib import Path

import h5py
import pytest

from nnviz import gallery, settings
from nnviz.errors import ModelError, SpecError
from nnviz.models.described import own_description, refuse_long
from nnviz.models.safe_load import inspect_archive, open_model
from tests.own_thread import for_this_thread

MOUNTAIN = 300_000_000


@pytest.fixture
def unparsed(monkeypatch):
    """Reading JSON, or a file whole, fails the test."""

    def never(*_arguments, **_settings):
        raise AssertionError("the mountain was read")

    monkeypatch.setattr(json, "loads", for_this_thread(never, json.loads))
    monkeypatch.setattr(Path, "read_bytes", for_this_thread(never, Path.read_bytes))


@pytest.mark.parametrize("name", ["network.json", "network.JSON", "network.keras"])
def test_a_mountain_of_json_is_refused_unread(tmp_path, unparsed, name):
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b'{"class_name": "Functional", "config": {"layers": [')
        file.truncate(MOUNTAIN)  # sparse: the rest takes no disk
    for limits in (None, settings.Settings(max_upload_mb=1000)):
        with pytest.raises(ModelError, match="300.0 MB of JSON. Expected at most 6 MB"):
            open_model(path, limits)


def test_a_mountain_in_the_editor_is_refused_unparsed(unparsed):
    with pytest.raises(ModelError, match="at most 6 MB"):
        own_description(b"{" + b" " * 6_000_000)
    with pytest.raises(ModelError, match="at most 0.5 MB"):
        refuse_long(500_001, settings.Settings(max_json_mb=0.5))


def test_a_mountain_inside_an_archive_is_refused_unparsed(tmp_path, unparsed):
    path = tmp_path / "network.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", b'{"class_name": "Functional"' + bytes(range(256)) * 40_000)
        file.writestr("model.weights.h5", b"")
    with pytest.raises(ModelError, match="MB of JSON"):
        inspect_archive(path)


@pytest.mark.parametrize("fixed", [True, False])
def test_a_mountain_inside_hdf5_is_refused_unparsed(tmp_path, unparsed, fixed):
    path, text = tmp_path / "network.h5", '{"class_name": "Functional"}' + " " * 6_100_000
    with h5py.File(path, "w", libver="latest") as file:
        if fixed:
            file.attrs.create("model_config", text.encode(), dtype=f"S{len(text)}")
        else:
            file.attrs["model_config"] = text
    with pytest.raises(ModelError, match="6.1 MB of JSON"):
        inspect_archive(path)


def test_ours_is_told_from_what_is_not():
    experiment = gallery.ready("spirals")
    assert own_description(experiment.to_json().encode()) == experiment
    assert own_description(experiment.model.to_json(indent=2).encode()) == experiment.model
    for other in (b'{"class_name": "Functional"}', b"[1]", b"\xff\xfe{", b"[" * 100_000, b"9" * 5000, b""):
        assert own_description(other) is None
    for broken in (b'{"layers": 3}', b'{"data": [], "model": 1, "train": null}', b'{"layers": [{"id": 1}]}'):
        with pytest.raises(SpecError):
            own_description(broken)

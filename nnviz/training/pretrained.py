"""Layers of a network trained on ImageNet, under a head for the data in hand. For workers: imports Keras."""

import dataclasses
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import keras

from nnviz import paths, settings, words
from nnviz.data.load import load
from nnviz.data.schema import Schema
from nnviz.errors import ModelError, NnvizError
from nnviz.models import edits
from nnviz.models.build import build
from nnviz.models.from_keras import copy_weights, to_spec
from nnviz.models.pretrained_catalog import PRETRAINED, Pretrained
from nnviz.models.templates import output_layer
from nnviz.params import lookup
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.transfer import take_layers
from nnviz.training.transferred import Transfer
from nnviz.training.untrained_run import record_untrained

_BLOCK = 1 << 16
_MOST_BYTES = 200_000_000


def take_pretrained(
    name: str, data: DataSpec, freeze: bool = True, owner: str = "", home: str | Path | None = None
) -> Transfer:
    """The layers of a pretrained network, all but those for its own classes, and a new head for these data.

    The network becomes a finished run, for every page to look into and for others to take fewer of its layers from;
    its weights are downloaded once and kept.

    Args:
        name: in `nnviz.models.pretrained_catalog.PRETRAINED`.
        data: colour images, with as many pixels a side as it needs.
        freeze: whether training leaves the taken weights as they are.
        owner, home: of the run, and where it is kept.

    Raises:
        ModelError: for other data, or when the weights cannot be had in time (`NNVIZ_DOWNLOAD_SECONDS`).
    """
    about, dataset = lookup(PRETRAINED, name, "pretrained network"), load(data)
    _check(about, dataset.schema)
    run = _brought(about, data, dataset, owner, home)
    base = [layer.id for layer in run.experiment.model.layers][-3]
    transfer = take_layers(run, data, base, freeze)
    return dataclasses.replace(transfer, told=_scaling_words(data))


def _check(about: Pretrained, schema: Schema) -> None:
    fits = schema.kind == "image" and schema.input_shape[-1] == 3 and min(schema.input_shape[:2]) >= about.least
    if not fits:
        raise ModelError(
            f"{about.title} takes colour images, and {schema.source} has {words.shape(schema.input_shape)} an example.",
            expected=f"at least {about.least} × {about.least} pixels in 3 colours",
            fix="Choose such images on the Data page, for instance Photograph patches with a size of 32.",
            where="pretrained",
        )


def _scaling_words(data: DataSpec) -> str:
    if data.steps:
        signed = any(step.name == "rescale" and step.on and step.settings.get("how") == "signed" for step in data.steps)
        told = "so are these." if signed else "the step that gives these that range is “Range of the pixels”."
        return f"On ImageNet it saw pixels from −1 to 1; {told}"
    return "On ImageNet it saw pixels from −1 to 1; these are " + (
        "close to that." if data.scaling == "standard" else f"scaled by “{data.scaling}”: “standard” is closer."
    )


def _brought(about: Pretrained, data: DataSpec, dataset, owner: str, home) -> Run:
    """A finished run of the network with a head that has not learnt anything."""
    source = _network(about, dataset.schema)
    imported = to_spec(source)
    spec = imported.spec
    spec = edits.add(spec, edits.new_layer(spec, "GlobalAveragePooling2D"))
    spec = edits.add(spec, output_layer(dataset.schema, edits.new_layer(spec, "Dense").id))
    title = f"{about.title}, trained on ImageNet"
    experiment = Experiment(data=data, model=spec, train=TrainSpec(), title=title)
    model = build(spec, dataset.schema, seed=0)
    copy_weights(source, model, imported)
    run = Run.create(experiment, home, owner=owner, title=title)
    try:
        said = "Its layers were trained on ImageNet by others; its last layer has not learnt anything."
        record_untrained(run, model, dataset, experiment, said)
    except NnvizError as error:
        run.fail(str(error))
        raise
    return run


def _network(about: Pretrained, schema: Schema) -> keras.Model:
    path = weights_file(about)
    make = paths.resolve(about.path)
    try:
        return make(input_shape=schema.input_shape, include_top=False, weights=str(path), **about.settings)
    except (OSError, ValueError, KeyError) as error:
        path.unlink(missing_ok=True)
        raise ModelError(
            f"The stored weights of {about.title} were damaged and have been removed.",
            fix="Take them again: they will be downloaded anew.",
            where="pretrained",
        ) from error


def weights_file(about: Pretrained) -> Path:
    """The file of a network's weights, downloaded where it is not here yet, whole or not at all.

    Raises:
        ModelError: when it does not arrive within `NNVIZ_DOWNLOAD_SECONDS`.
    """
    place = settings.get().home / "pretrained"
    file = place / Path(urllib.parse.urlsplit(about.address).path).name
    if file.is_file():
        return file
    seconds = settings.get().download_seconds
    unfinished = place / f".{uuid.uuid4().hex}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        download(about.address, unfinished, time.monotonic() + seconds)
        unfinished.replace(file)
    except (OSError, urllib.error.URLError) as error:
        host = urllib.parse.urlsplit(about.address).hostname
        late = isinstance(error, TimeoutError)
        why = f"it did not arrive within {seconds:g} s" if late else f"{host} cannot be reached"
        raise ModelError(
            f"The weights of {about.title} ({words.memory(about.size)}) are not stored here, and {why}.",
            expected="a network connection",
            fix="Check the connection, or take layers from a run of your own.",
            where="pretrained",
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return file


def download(address: str, target: Path, deadline: float) -> None:
    """Writes what is at `address` into `target`.

    Raises:
        TimeoutError: after `deadline`, by `time.monotonic`.
        OSError: for what cannot be had, or is longer than it may be.
    """
    parts = urllib.parse.urlsplit(address)
    if not urllib.request.getproxies():  # a name that does not resolve would be tried for long
        socket.create_connection((parts.hostname, parts.port or 443), timeout=5).close()
    with urllib.request.urlopen(address, timeout=10) as answer, target.open("wb") as file:
        written = 0
        while block := answer.read(_BLOCK):
            written += file.write(block)
            if time.monotonic() > deadline:
                raise TimeoutError
            if written > _MOST_BYTES:
                raise OSError("too long")

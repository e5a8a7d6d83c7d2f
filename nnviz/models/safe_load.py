"""Opens somebody else's model file. For workers: imports Keras.

The file is checked, copied, checked for size with no weight allocated, and only then deserialized, in safe mode
and without its compile state.
"""

import copy
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import keras

from nnviz import keras_internals
from nnviz import settings as limits
from nnviz.errors import ModelError
from nnviz.models import hdf5_files
from nnviz.models.archives import CONFIG, METADATA, WEIGHTS, Archive, inspect_archive, members
from nnviz.models.symbolic import no_weights, plain
from nnviz.words import article

__all__ = ["inspect_archive", "open_archive", "open_model"]


_CALLS = 20_000
"""Calls within calls: a few for each of the most layers that a network may have."""


def open_model(path: str | Path, settings: limits.Settings | None = None) -> keras.Model:
    """The model in a `.keras`, `.h5` or Keras `.json` file, not compiled.

    Args:
        path: the file; a `.json` file has no weights, so they are fresh.
        settings: limits; the process's own when None.

    Raises:
        ModelError: a sentence for every file that is damaged, too large, of another kind or dangerous; nothing of
            such a file has run by then.
    """
    settings = settings or limits.get()
    return open_archive(inspect_archive(path, settings), settings)


def open_archive(archive: Archive, settings: limits.Settings | None = None) -> keras.Model:
    """The model in a file that was inspected, not compiled. Raises ModelError as `open_model` does."""
    settings = settings or limits.get()
    allow_deep_networks()
    with keras_internals.sequentials_built_once():
        return _opened(archive, settings)


def _opened(archive: Archive, settings: limits.Settings) -> keras.Model:
    _count(archive, settings)
    try:
        return {"keras": _open_keras, "h5": _open_h5, "json": _open_json}[archive.form](archive, settings)
    except ModelError:
        raise
    except Exception as error:  # whatever Keras raises here is about this file
        raise _unreadable(error) from None


def allow_deep_networks() -> None:
    """Lets Keras follow a network of as many layers as are allowed here: it goes back from the output to the input by
    calls within calls, one a layer, of which Python allows 1,000 by default."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _CALLS))


def _unreadable(error: Exception) -> ModelError:
    return ModelError(f"Keras cannot open the file: {plain(error)}", fix="Save it again with a current Keras.")


def _model(archive: Archive) -> keras.Model:
    """The model of the config, with fresh weights."""
    if "module" in archive.config:
        model = keras.saving.deserialize_keras_object(copy.deepcopy(archive.config), safe_mode=True)
    else:
        model = keras_internals.model_from_old_config(copy.deepcopy(archive.config))
    if not isinstance(model, keras.Model):
        raise ModelError(f"The file holds {article(type(model).__name__)}.", expected="a model")
    return model


def _count(archive: Archive, settings) -> None:
    """Refuses a network that is too large, before its weights exist."""
    try:
        with no_weights():
            parameters = _model(archive).count_params() if archive.layers else 0
    except ModelError:
        raise
    except Exception as error:  # whatever Keras raises here is about this file
        if "isn't built" in str(error) or "not yet been built" in str(error):
            return
        raise _unreadable(error) from None
    if parameters > settings.max_parameters:
        raise ModelError(
            f"The network has {parameters:,} parameters.",
            expected=f"at most {settings.max_parameters:,}, what there is memory for here",
            fix="NNVIZ_MAX_PARAMETERS sets another limit.",
        )


def _open_json(archive: Archive, settings) -> keras.Model:
    return _model(archive)


def _open_keras(archive: Archive, settings) -> keras.Model:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(archive.path) as file:
        members(file, settings)
        target = Path(folder) / WEIGHTS
        _copy(file, target, file.getinfo(WEIGHTS).file_size)
        hdf5_files.inspect(target, settings, whole_model=False)
        if archive.assets:
            return _with_vocabularies(archive, file, Path(folder))
        model = _model(archive)
        model.load_weights(target)
    return model


def _with_vocabularies(archive: Archive, file: zipfile.ZipFile, folder: Path) -> keras.Model:
    """The model of the checked parts alone, put into an archive of our own: Keras reads vocabularies from nowhere
    else."""
    own = folder / "checked.keras"
    with zipfile.ZipFile(own, "w") as checked:
        checked.writestr(CONFIG, json.dumps(archive.config))
        checked.writestr(METADATA, "{}")
        checked.write(folder / WEIGHTS, WEIGHTS)
        for name in archive.assets:
            checked.writestr(name, file.read(name))
    return keras.saving.load_model(own, compile=False, safe_mode=True)


def _copy(archive: zipfile.ZipFile, target: Path, size: int) -> None:
    with archive.open(WEIGHTS) as source, target.open("wb") as file:
        while block := source.read(1 << 20):
            size -= len(block)
            if size < 0:
                raise ModelError(f"The archive's {WEIGHTS} is longer than it claims.")
            file.write(block)


def _open_h5(archive: Archive, settings) -> keras.Model:
    return keras.models.load_model(archive.path, compile=False, safe_mode=True)

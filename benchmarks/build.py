"""What Keras says after an edit, and how long a file takes to open, against Keras itself building and loading the same.

"Through the engine" is the call that the Build page makes after an edit, with its way to a worker and back. "In the
worker" is the work alone, here in this process. Every edit gives one layer a setting that it never had before, so no
edit is answered from memory; the layers that it does not touch are, as they are for a person. Keras's side builds the
whole network, which is what an edit would cost without us.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import keras

from benchmarks.report import figure, in_turn, ratios, repeats, told
from nnviz.data.catalog import known_schema
from nnviz.engine.client import Engine
from nnviz.models import symbolic
from nnviz.models.build import build
from nnviz.models.files import open_network, preview_alone
from nnviz.models.from_keras import to_spec
from nnviz.models.preview import preview
from nnviz.models.safe_load import open_model
from nnviz.settings import get
from nnviz.specs import DataSpec, LayerSpec, ModelSpec, TrainSpec

DIGITS = DataSpec(source="digits")


def small() -> ModelSpec:
    """Ten layers for the digits."""
    conv = {"kernel_size": 3, "padding": "same", "activation": "relu"}
    layers = [
        ("Conv2D", {"filters": 8, **conv}),
        ("Conv2D", {"filters": 8, **conv}),
        ("MaxPooling2D", {"pool_size": 2}),
        ("Conv2D", {"filters": 16, **conv}),
        ("Conv2D", {"filters": 16, **conv}),
        ("MaxPooling2D", {"pool_size": 2}),
        ("Flatten", {}),
        ("Dense", {"units": 32, "activation": "relu"}),
        ("Dropout", {"rate": 0.2}),
        ("Dense", {"units": 10, "activation": "softmax"}),
    ]
    return ModelSpec(
        layers=tuple(
            LayerSpec(id=f"layer_{i}", kind=kind, settings=settings) for i, (kind, settings) in enumerate(layers, 1)
        )
    )


def edited(spec: ModelSpec, layer_id: str, setting: str, values: Iterator[int]) -> ModelSpec:
    """`spec` with a value in that setting which no earlier edit gave it."""
    layers = tuple(
        layer.replace(settings={**layer.settings, setting: next(values)}) if layer.id == layer_id else layer
        for layer in spec.layers
    )
    return spec.replace(layers=layers)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def previews(
    name: str,
    edit: Callable[[], ModelSpec],
    ask: Callable[[ModelSpec], object],
    alone: Callable[[ModelSpec], object],
    peer: Callable[[], object],
) -> None:
    """The figures of one network; `edit` returns it after an edit never made before."""
    for work in (lambda: ask(edit()), lambda: alone(edit()), peer):
        for _ in range(3 * get().interactive_workers):
            work()
    times = in_turn(
        {"ask": lambda: _timed(edit, ask), "alone": lambda: _timed(edit, alone), "keras": lambda: seconds(peer)},
        repeats(25, 5),
    )
    figure(
        f"preview after an edit, {name}, through the engine", told([1000 * s for s in times["ask"]], " ms"), "150 ms"
    )
    figure(f"preview after an edit, {name}, in the worker", told([1000 * s for s in times["alone"]], " ms"))
    whole = told([1000 * s for s in times["keras"]], " ms")
    figure(
        f"preview after an edit, {name}, through the engine ÷ Keras building it ({whole})",
        told(ratios(times["ask"], times["keras"]), "×"),
    )
    cold = [_cold(edit, alone) for _ in range(repeats(5, 2))]
    figure(f"first preview, {name}, nothing of it in memory, in the worker", told([1000 * s for s in cold], " ms"))


def _timed(edit, work) -> float:
    spec = edit()
    times = []
    taken = seconds(lambda: times.append(work(spec)))
    if not times[0].layers or times[0].errors_of_keras:
        raise RuntimeError("the edited network has a mistake, so this is not the time of a whole preview")
    return taken


def _cold(edit, work) -> float:
    symbolic._measured.cache_clear()
    return _timed(edit, work)


def small_network(engine: Engine) -> None:
    spec, schema, values, train = small(), known_schema(DIGITS), count(9), TrainSpec()
    previews(
        "10-layer CNN",
        lambda: edited(spec, "layer_1", "filters", values),
        lambda network: engine.call("preview", network, DIGITS, train),
        lambda network: preview(network, schema, train, 1437),
        lambda: build(spec, schema),
    )


def mobile_net(engine: Engine) -> None:
    """The 150-layer network, opened from Keras's own; what changes is the number of filters of its first
    convolution."""
    imported = to_spec(keras.applications.MobileNetV2(weights=None))
    first = next(layer for layer in imported.spec.layers if layer.kind == "Conv2D")
    values = count(33)
    previews(
        f"MobileNetV2 ({len(imported.spec.layers)} layers)",
        lambda: edited(imported.spec, first.id, "filters", values),
        lambda network: engine.call("preview_alone", network, imported.input_shape, imported.input_dtype),
        lambda network: preview_alone(network, imported.input_shape, imported.input_dtype),
        lambda: keras.applications.MobileNetV2(weights=None),
    )


def opening(engine: Engine) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "resnet50.keras"
        model = keras.applications.ResNet50(weights=None)
        name = f"ResNet50.keras ({model.count_params() / 1e6:.1f} million parameters, "
        model.save(path)
        name += f"{path.stat().st_size / 1e6:.0f} MB)"
        del model
        sides = {
            "ours": lambda: open_model(path),
            "layers": lambda: open_network(str(path)),
            "page": lambda: engine.call("open_network", str(path)),
            "keras": lambda: keras.saving.load_model(path),
        }
        times = in_turn({side: lambda work=work: seconds(work) for side, work in sides.items()}, repeats(5))
    figure(
        f"opening {name}, checked, ÷ keras.saving.load_model ({told(times['keras'], ' s')})",
        told(ratios(times["ours"], times["keras"]), "×"),
    )
    figure("opening it into the builder's layers, in the worker", told(times["layers"], " s"))
    figure("the same through the engine, as the page does it", told(times["page"], " s"))


def main() -> None:
    engine = Engine()
    try:
        engine.wait()
        small_network(engine)
        mobile_net(engine)
        opening(engine)
    finally:
        engine.close()


if __name__ == "__main__":
    main()

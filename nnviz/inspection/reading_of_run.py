"""What the Sequence page asks about the network of a run."""

import numpy as np

from nnviz.data.own import handmade
from nnviz.data.written import encoded
from nnviz.errors import RunError
from nnviz.inspection.attention import attention
from nnviz.inspection.fed_by import fed_by
from nnviz.inspection.gradient_reach import gradient_reach
from nnviz.inspection.head_ablation import attention_heads, without_heads
from nnviz.inspection.hidden_states import hidden_states
from nnviz.inspection.of_run import all_inputs
from nnviz.inspection.sequence_records import HeadsLeftOut, Reading
from nnviz.inspection.space_of_run import some
from nnviz.training.given import apart, given, names_of, together
from nnviz.training.judging import errors, judged_part
from nnviz.training.warm import warm

MOST = 300
"""Examples that a network is asked about without each of its heads."""


def reading_of_run(run_id: str, split: str, index: int, text: str = "", name: str = "") -> Reading:
    """How a run's network reads one example, or a text of a person's own where its data are texts.

    Args:
        text: read in place of the example; "" for none.
        name: of several inputs the one whose steps are told of, in the layers that it reaches; "" for the first.

    Raises:
        DataError: as `nnviz.data.written.encoded`.
        RunError: for an input that the network does not take.
    """
    from nnviz.training.run_meaning import meaning_of_run

    model, dataset = warm(run_id)
    schema = dataset.schema
    inputs = apart(all_inputs(model, dataset, split, index))
    inputs[0] = encoded(dataset, text) if text.strip() else inputs[0]
    x, place = together(inputs), _place(model, name)
    meaning = meaning_of_run(run_id, model, dataset)
    prediction = np.asarray(meaning.readable(np.asarray(model(x, training=False))))[0]
    if schema.kind == "tokens" and not name:
        names = [schema.token_names[int(k)] if schema.token_names else str(int(k)) for k in inputs[0][0]]
    else:
        names = [str(k + 1) for k in range(inputs[place].shape[1])]
    reached = fed_by(model, place) if len(inputs) > 1 else None
    seen = attention(model, x), hidden_states(model, x), gradient_reach(model, x)
    maps, states, reach = (tuple(own for own in one if _is_reached(own.path, reached)) for one in seen)
    return Reading(tuple(names), maps, states, np.ravel(prediction), reach)


def _place(model, name: str) -> int:
    """Where among a network's inputs the one called `name` stands; "" is the first."""
    names = ["", *names_of(model)]
    if name not in names:
        raise RunError(f"The network takes no input called {name!r}.", expected=f"one of {names[1:]}", where="name")
    return names.index(name)


def _is_reached(path: str, reached: set[str] | None) -> bool:
    return reached is None or path.split("/")[0] in reached


def heads_of_run(run_id: str, split: str) -> tuple[HeadsLeftOut, ...]:
    """How well a run's network answers up to `MOST` examples with each head of each attention layer left out."""
    from nnviz.training.run_meaning import meaning_of_run

    model, dataset = warm(run_id)
    schema, part = dataset.schema, dataset.split(judged_part(dataset) if handmade.is_own(split) else split)
    meaning = meaning_of_run(run_id, model, dataset)
    rows = some(len(part), schema.input_shape, MOST)
    truth = dataset.unscaled_targets(part.y[rows]) if schema.task == "regression" else part.y[rows]
    kind = "error" if schema.task == "regression" else "right"

    def score(outputs: np.ndarray) -> float:
        wrongness = errors(schema, meaning, meaning.readable(outputs), truth)
        return float(wrongness.mean() if kind == "error" else (wrongness == 0).mean())

    told = []
    for path in attention_heads(model):
        before, *scores = map(score, without_heads(model, given(model, part, rows), path))
        told.append(HeadsLeftOut(path, before, np.array(scores), kind, len(rows)))
    return tuple(told)

"""What the Sequence page asks about the network of a run."""

import numpy as np

from nnviz.data.written import encoded
from nnviz.inspection.attention import attention
from nnviz.inspection.hidden_states import hidden_states
from nnviz.inspection.of_run import one_example
from nnviz.inspection.sequence_records import Reading
from nnviz.runs.run import Run
from nnviz.training.given import one_alone
from nnviz.training.warm import warm


def reading_of_run(run_id: str, split: str, index: int, text: str = "") -> Reading:
    """How a run's network reads one example, or a text of a person's own where its data are texts.

    Args:
        text: read in place of the example; "" for none.

    Raises:
        DataError: as `nnviz.data.written.encoded`.
    """
    from nnviz.training.head import meaning_of_model

    model, dataset = warm(run_id)
    one_alone(model, "these pictures")
    schema = dataset.schema
    x = encoded(dataset, text) if text.strip() else one_example(dataset, split, index)
    meaning = meaning_of_model(model, Run.open(run_id).experiment.train, schema, dataset.target_scaler)
    prediction = np.asarray(meaning.readable(np.asarray(model(x, training=False))))[0]
    if schema.kind == "tokens":
        names = [schema.token_names[int(k)] if schema.token_names else str(int(k)) for k in x[0]]
    else:
        names = [str(k + 1) for k in range(schema.input_shape[0])]
    return Reading(tuple(names), attention(model, x), hidden_states(model, x), np.ravel(prediction))

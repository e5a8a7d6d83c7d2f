"""What if a text were different: its prediction, and how much each word counts for it."""

import numpy as np

from nnviz.data.written import encoded
from nnviz.errors import ExplanationError
from nnviz.explanation.beside import Tables, shares_beside
from nnviz.explanation.of_run import label_of, meaning_in
from nnviz.explanation.quick import covered, quick
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.what_if_records import WrittenAnswer
from nnviz.training.given import apart, inputs_beside, together
from nnviz.training.warm import warm


def written_of_run(run_id: str, text: str, target: Chosen = None, tables: Tables | None = None) -> WrittenAnswer:
    """What a run's network says of a text, and why.

    Args:
        text: read as the training texts were.
        target, tables: as for a row (`nnviz.explanation.what_if.answer_of_run`).

    The shares are integrated gradients of the words' vectors (Sundararajan et al., 2017), from a text without words;
    where the network has no gradient, what is lost with each covered.

    Raises:
        ExplanationError: for a text without a word.
        DataError: as `nnviz.data.written.encoded`.
    """
    model, dataset = warm(run_id)
    schema, ids = dataset.schema, encoded(dataset, text)
    if not ids.any():
        raise ExplanationError("There is no word in it.", fix="Write at least one word.", where="text")
    meaning = meaning_in(model, dataset, run_id)
    x = [ids, *inputs_beside(model, dataset, tables or {})]
    shown = meaning.readable(np.asarray(model(together(x), training=False)))[0]
    result = quick(model, together([own[0] for own in x]), target_of(target, meaning, schema.answers))
    label, count = label_of(result.target, schema), int(np.count_nonzero(ids))
    parts = apart(result.values)
    shares = np.asarray(parts[0], float).ravel()
    words = tuple(schema.token_names[k] for k in ids[0, :count])
    return WrittenAnswer(
        shown,
        meaning.words(shown, schema.answers),
        label,
        words,
        shares[:count],
        float(shares[count:].sum()),
        float(result.baseline_output),
        float(result.output),
        shares_beside(model, dataset, parts),
        covered(result),
    )

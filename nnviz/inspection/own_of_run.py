"""What a run's network says of an image that a person drew, brought or took."""

import numpy as np

from nnviz.data.own import handmade, standing_beside
from nnviz.inspection.own_records import Board, OwnAnswer
from nnviz.training.given import inputs_beside, together
from nnviz.training.warm import warm


def board_of_run(run_id: str) -> Board:
    """What to draw on for a run's network. Raises DataError where its data are no images."""
    model, dataset = warm(run_id)
    manner = handmade.manner_of(dataset)
    return Board(tuple(dataset.schema.input_shape), manner, dataset.schema, _meaning(run_id, model, dataset))


def own_fits_run(run_id: str, content: str) -> bool:
    """True where a run's network can be given what a person made. Raises DataError that says why it cannot."""
    _, dataset = warm(run_id)
    standing_beside.examples_of(content, dataset)
    return bool(handmade.as_input(content, dataset).size)


def own_answer_of_run(run_id: str, content: str) -> OwnAnswer:
    """What a run's network says of an own example.

    Args:
        content: as `nnviz.data.own.handmade.content_of` writes it.

    Raises:
        DataError: for data that are no images, or a picture that cannot be read.
    """
    model, dataset = warm(run_id)
    schema, meaning = dataset.schema, _meaning(run_id, model, dataset)
    x, tables = handmade.as_input(content, dataset), standing_beside.tables_of(content, dataset)
    beside = {name: own[0] for name, own in tables.items()} | standing_beside.examples_of(content, dataset)
    given = [x, *inputs_beside(model, dataset, beside)]
    shown = meaning.readable(np.asarray(model(together(given), training=False)))[0]
    redrawn = None
    if schema.reconstructs:
        shades = handmade.manner_of(dataset).shades(shown.reshape(schema.input_shape))
        redrawn = shades.round().astype("uint8")
    return OwnAnswer(handmade.shades(content, dataset), shown, meaning.words(shown, schema.answers), redrawn)


def _meaning(run_id: str, model, dataset):
    from nnviz.training.run_meaning import meaning_of_run

    return meaning_of_run(run_id, model, dataset)

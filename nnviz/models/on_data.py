"""What pages ask about a network and the data that it is for. Keras is imported inside."""

from nnviz.models.records import Preview
from nnviz.specs import DataSpec, ModelSpec, TrainSpec


def preview_on_data(model: ModelSpec, data: DataSpec, train: TrainSpec | None = None) -> Preview:
    """The network's shapes, sizes and mistakes on those data. Raises DataError where they cannot be read."""
    from nnviz.data.load import load
    from nnviz.models.preview import preview

    dataset = load(data)
    return preview(model, dataset.schema, train, len(dataset.train))


def suggest_for_data(data: DataSpec) -> ModelSpec:
    """A network to start from. Raises DataError where the data cannot be read."""
    from nnviz.data.load import load
    from nnviz.models.templates import suggest

    dataset = load(data)
    return suggest(dataset.schema, len(dataset.train))

"""What training does where labels are mixed: MixUp and CutMix teach shares, which a loss must be able to compare.
Imports no framework."""

from nnviz.data.augmentations import AUGMENTATIONS, mixes
from nnviz.data.schema import Schema
from nnviz.errors import SpecError
from nnviz.models import heads
from nnviz.specs import AugmentationSpec, TrainSpec
from nnviz.training.catalog import LOSSES, resolve


def for_mixed(
    train: TrainSpec, schema: Schema, units: int | None, augmentations: tuple[AugmentationSpec, ...]
) -> TrainSpec:
    """`train` with a loss that can compare shares, where labels are mixed.

    Raises:
        SpecError: for a loss that knows only yes and no.
    """
    if not mixes(augmentations) or schema.task == "regression":
        return train
    loss = resolve(train, schema, units).loss
    if loss in (*heads.HINGE, "categorical_hinge", "categorical_generalized_cross_entropy"):
        title = next(AUGMENTATIONS[spec.name].title for spec in augmentations if mixes((spec,)))
        raise SpecError(
            f"{title} mixes labels, and the loss {LOSSES[loss].title} knows only yes and no.",
            fix="Choose a cross-entropy as the loss, or leave it out.",
            where="loss",
        )
    return train.replace(loss="categorical_crossentropy") if loss == "sparse_categorical_crossentropy" else train

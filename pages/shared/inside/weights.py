"""The view Weights of the page Network: what the chosen layer has learnt."""

from pages.shared.figures import layer_weights
from pages.shared.inside.chosen import Chosen


def show(chosen: Chosen) -> None:
    """All weights of the chosen layer, as they were at the chosen moment."""
    layer_weights.draw(chosen.run.reference, chosen.key, chosen.layer, chosen.layer)

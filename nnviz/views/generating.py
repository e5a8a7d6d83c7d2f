"""What `nnviz/web/generate` is given: the latent plane of a variational autoencoder, and the two players of a GAN."""

import numpy as np

from nnviz.plots import theme
from nnviz.views.packing import pack

_MOST_STEPS = 600
"""Values of a curve that are sent; more would not be told apart on the screen."""


def latent_plane(
    means, classes, originals, redrawn, decoder, reconstruction, kl, epoch: int, dark: bool = False
) -> dict:
    """The picture of a variational autoencoder.

    Args:
        means: (n, 2).      classes: (n,) whole numbers.      originals, redrawn: (k, 8, 8) from 0 to 1.
        decoder: (kernel, bias) of every layer.      reconstruction, kl: (epochs + 1,).
    """
    reach = max(3.0, 1.05 * float(np.quantile(np.abs(means), 0.995)))
    return {
        "view": "vae",
        "theme": theme.tokens(dark),
        "reach": reach,
        "means": pack(means),
        "classes": [int(one) for one in classes],
        "originals": pack(originals),
        "redrawn": pack(redrawn),
        "decoder": [{"kernel": pack(kernel), "bias": pack(bias)} for kernel, bias in decoder],
        "curves": [thinned(reconstruction), thinned(kl)],
        "epoch": int(epoch),
    }


def two_players(real, generated, pulls, field, reach: float, losses, words: str, dark: bool = False) -> dict:
    """The picture of a generator and a discriminator.

    Args:
        real, generated: (n, 2).      pulls: (m, 2) of the first generated points.
        field: (rows, cols) from 0 to 1, row 0 the lowest.      losses: (steps + 1, 2).
        words: what the picture shows, for who cannot see it.
    """
    arrays = {"real": real, "generated": generated, "pulls": pulls, "field": field}
    curves = [thinned(np.asarray(losses)[:, player]) for player in (0, 1)]
    return {
        **{name: pack(values) for name, values in arrays.items()},
        **_game(reach, words, dark),
        "drawing": False,
        "losses": curves,
        "steps": len(losses) - 1,
        "drawn": [],
        "revision": 0,
    }


def drawing_plane(drawn: list, revision: int, reach: float, dark: bool = False) -> dict:
    """A plane to draw real points on, with those that are there; a new revision replaces what a browser holds."""
    words = f"A plane with {len(drawn)} points that you drew"
    return {
        **_game(reach, words, dark),
        "drawing": True,
        "losses": [[], []],
        "steps": 0,
        "drawn": drawn,
        "revision": revision,
    }


def _game(reach: float, words: str, dark: bool) -> dict:
    return {"view": "gan", "theme": theme.tokens(dark), "reach": float(reach), "words": words}


def thinned(values) -> list[float]:
    """A curve with at most 600 values, evenly from its first to its last, rounded to six digits."""
    values = np.asarray(values, float)
    places = np.unique(np.linspace(0, len(values) - 1, min(len(values), _MOST_STEPS)).round().astype(int))
    return [float(f"{value:.6g}") for value in values[places]] if len(values) else []

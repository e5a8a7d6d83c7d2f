"""Made parcels: an image of the mark on it, and a table of what was measured. Which of the two decides is known."""

import numpy as np

from nnviz.data.column import numbers
from nnviz.data.further import RawFurther
from nnviz.data.raw import Raw
from nnviz.data.shapes import draw
from nnviz.data.truth import Truth

SIZE = 16
"""Pixels along one side of the image."""
DECIDES = ("the image", "the table", "either", "both")
MEASURED = ("weight (kg)", "length (cm)", "distance (km)")
HEAVY = 10.0
"""Kilograms from which a parcel is heavy."""
_SAYS_NOTHING = "Length and distance say nothing."
_SENTENCES = {
    "the image": "A ring on the image goes by hand, a square by belt. The table says nothing.",
    "the table": f"From {HEAVY:g} kg on a parcel goes by hand. The image says nothing, and nor do length and distance.",
    "either": f"A ring on the image, or {HEAVY:g} kg and more: one is enough to go by hand. {_SAYS_NOTHING}",
    "both": f"A ring on the image and {HEAVY:g} kg or more: both are needed to go by hand. {_SAYS_NOTHING}",
}
_WEIGHT_ALONE = np.array([[True, False, False]])
"""Which columns of the table decide."""
_SHARES = {"the image": (0.5, 0.5), "the table": (0.5, 0.5), "either": (0.3, 0.3), "both": (0.7, 0.7)}
"""Chances of a ring on the image and of a heavy parcel, so that about half of the parcels go by hand."""


def parcels(points: int, decides: str, noise: float, seed: int) -> Raw:
    """Parcels that go by hand (1) or by belt (0).

    The mark on the image is a ring (handle with care) or a square; the table holds weight, length and distance, of
    which only the weight ever matters.

    Args:
        decides: "the image": a ring goes by hand. "the table": from `HEAVY` on. "either": one of the two is enough.
            "both": both are needed.
        noise: deviation of a Gaussian added to every pixel before clipping to 0 … 1.

    Returns:
        Raw: x (points, 16, 16, 1) from 0 to 1, and beside it "table", (points, 3). Its truth marks the pixels of the
            mark, or the column weight where the table decides alone.
    """
    rng = np.random.default_rng(seed)
    ring_share, heavy_share = _SHARES[decides]
    ring, heavy = rng.random(points) < ring_share, rng.random(points) < heavy_share
    weight = np.where(heavy, rng.uniform(HEAVY, 2 * HEAVY, points), rng.uniform(0.2, HEAVY, points))
    table = np.column_stack([weight, rng.uniform(10, 90, points), np.exp(rng.normal(4.5, 0.8, points))])
    radius = rng.uniform(3.2, 4.4, points)
    centre = SIZE / 2 + rng.uniform(-1, 1, (points, 2)) * (SIZE / 2 - 1.3 * radius - 0.5)[:, None]
    ink = draw(np.where(ring, 4, 1), SIZE, centre, radius, rng.uniform(-0.3, 0.3, points))
    x = np.clip(ink + noise * rng.standard_normal(ink.shape), 0, 1)[..., None].astype("float32")
    rule = {"the image": ring, "the table": heavy, "either": ring | heavy, "both": ring & heavy}
    parts, noun = (_WEIGHT_ALONE, "the weight") if decides == "the table" else (ink > 0.5, "the mark")
    truth = Truth(_SENTENCES[decides], parts, noun=noun)
    beside = (RawFurther("table", table, numbers(MEASURED)),)
    return Raw(x, rule[decides].astype("int64"), further=beside, truth=truth)

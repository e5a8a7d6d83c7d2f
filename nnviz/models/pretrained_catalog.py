"""Networks that others trained for weeks, to take layers from. Imports no framework."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Pretrained:
    """One network of keras.applications, trained on ImageNet: 1.3 million photographs in 1,000 classes.

    Attributes:
        path: "module:function" that makes it.      settings: of that function.
        address: where its weights are, without the layers for the 1,000 classes.
        size: of that file in bytes, about.
        least: pixels a side that it needs at least.
    """

    title: str
    path: str
    address: str
    size: int
    settings: dict[str, Any] = field(default_factory=dict)
    least: int = 32


_PLACE = "https://storage.googleapis.com/tensorflow/keras-applications"


def _mobile(alpha: float, size: int) -> Pretrained:
    name = f"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{alpha}_224_no_top.h5"
    return Pretrained(
        title=f"MobileNetV2, width {alpha:g}",
        path="keras.applications:MobileNetV2",
        address=f"{_PLACE}/mobilenet_v2/{name}",
        size=size,
        settings={"alpha": alpha},
    )


PRETRAINED: dict[str, Pretrained] = {
    "mobilenet_v2_035": _mobile(0.35, 2_000_000),
    "mobilenet_v2_100": _mobile(1.0, 9_400_000),
}
"""Sandler et al., "MobileNetV2: Inverted residuals and linear bottlenecks" (2018)."""

"""What an augmentation drew for every example, in words."""

import numpy as np

from nnviz import words
from nnviz.training.augment_layers.aug_mix import NAMES
from nnviz.training.augment_layers.real_steps import RealSteps
from nnviz.training.augment_layers.sometimes import Sometimes


def words_of(step, drawn, count: int) -> list[str]:
    """`count` texts: what a step drew for each example, "" where it leaves one as it is.

    Args:
        step: of an `Augmenter`.
        drawn: what its `draw` returned.
    """
    layer = step.layer
    if isinstance(layer, RealSteps):
        layer = layer.layer
    if isinstance(layer, Sometimes):
        inner = layer.layer.layer if isinstance(layer.layer, RealSteps) else layer.layer
        texts = _texts(step.entry.name, drawn["inner"], count, inner)
        return [text if happens else "" for text, happens in zip(texts, _flat(drawn["happens"], count), strict=True)]
    return _texts(step.entry.name, drawn, count, layer)


def jittered(step, x) -> tuple[np.ndarray, list[str]]:
    """Images (n, height, width, 3) as the colour jitter of a step changes them, and in n texts how: Keras's layer draws
    while it changes, so that its parts are asked one after the other."""
    layer, happens = step.layer, np.ones(len(x), bool)
    if isinstance(layer, Sometimes):
        happens, layer = np.asarray(layer.uniform(x)) < layer.probability, layer.layer
    changed, said = x, []
    for name in ("brightness", "contrast", "saturation", "hue"):
        part = getattr(layer, f"random_{name}")
        drawn = part.get_random_transformation(changed, training=True, seed=layer.generator)
        changed = part.transform_images(changed, drawn, training=True)
        said.append(_texts(name, drawn, len(x), part))
    texts = [", ".join(own) if yes else "" for own, yes in zip(zip(*said, strict=True), happens, strict=True)]
    return np.where(happens[:, None, None, None], np.asarray(changed), np.asarray(x)), texts


def _texts(name: str, drawn, count: int, layer) -> list[str]:
    return _WORDS[name](drawn, count, layer)


def _flat(values, count: int) -> np.ndarray:
    values = np.asarray(values).reshape(-1)
    return np.broadcast_to(values, (count,)) if len(values) == 1 else values


def _if(name: str, text):
    """Words where a layer's own draw `name` says that it happens."""

    def words(drawn, count, layer):
        happens = _flat(drawn[name], count)
        return [text(drawn, k, layer) if happens[k] else "" for k in range(count)]

    return words


def _each(name: str, text):
    """Words of one number an example."""
    return lambda drawn, count, layer: [text(value) for value in _flat(drawn[name], count)]


def _always(text):
    return lambda drawn, count, layer: [text(layer)] * count


def _moved(drawn, count, layer) -> list[str]:
    height, width = int(drawn["input_shape"][-3]), int(drawn["input_shape"][-2])
    shares = 100 * np.asarray(drawn["translations"]).reshape(-1, 2) / (width, height)
    return [f"moved {_signed(across, 0)} % across, {_signed(-down, 0)} % up" for across, down in shares]


def _bent(drawn, count, layer) -> list[str]:
    moves = np.hypot(drawn["down"], drawn["across"]).reshape(count, -1).max(axis=1)
    return [f"bent by {move:.1f} pixels" for move in moves]


def _sheared(drawn, count, layer) -> list[str]:
    return [
        f"sheared {_signed(100 * across, 0)} % across, {_signed(100 * down, 0)} % down"
        for across, down in np.asarray(drawn["shear_factor"])
    ]


def _zoom(zoom: float) -> str:
    share = 100 / zoom - 100
    return f"{abs(share):.0f} % {'larger' if share > 0 else 'smaller'}"


def _randomly(drawn, count, layer) -> list[str]:
    names = [layer._AUGMENT_LAYERS[int(place)] for place in np.asarray(drawn["layer_idxes"]).reshape(-1)]
    return [", ".join(name.removeprefix("random_").replace("_", " ") for name in names)] * count


def _chains(drawn, count, layer) -> list[str]:
    chains = ["+".join(NAMES[int(place)] for place in chain) for chain in np.asarray(drawn["changes"])]
    kept = _flat(drawn["kept"], count)
    return [f"{100 * share:.0f} % itself, the rest {' and '.join(chains)}" for share in kept]


def _shares(drawn, count, layer) -> list[str]:
    weights = _flat(drawn["mix_weight"], count)
    digits = [1 if weight > 0.99 else 0 for weight in weights]
    return [f"{100 * w:.{n}f} % itself" if w < 0.9995 else "" for w, n in zip(weights, digits, strict=True)]


def _cropped(drawn, count, layer) -> list[str]:
    return [f"cut to {100 * (1 - cut):.0f} %" for cut in _flat(drawn["cut"], count)]


def _count(name: str, one: str, many: str):
    """Words of how many places of an example a draw marks."""

    def words(drawn, count, layer):
        numbers = np.asarray(drawn[name]).reshape(count, -1).sum(1)
        return ["" if not number else f"{number} {one if number == 1 else many}" for number in numbers]

    return words


def _masked(drawn, count, layer) -> list[str]:
    spans = zip(_flat(drawn["first"], count), _flat(drawn["length"], count), strict=True)
    return [_hidden(int(first) + 1, int(length)) for first, length in spans]


def _hidden(first: int, length: int) -> str:
    if length < 2:
        return f"step {first} hidden" if length else ""
    return f"steps {first} to {first + length - 1} hidden"


def _warped(drawn, count, layer) -> list[str]:
    spans = zip(_flat(drawn["first"], count), _flat(drawn["factor"], count), strict=True)
    return [f"stretched × {factor:.2f} from step {first + 1:.0f}" for first, factor in spans]


def _signed(value: float, digits: int) -> str:
    """+12, −3, 0."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text if float(f"{value:.{digits}f}") else text[1:]


_WORDS = {
    "flip": _each("flips", lambda flip: "mirrored" if flip else ""),
    "rotation": _each("angle", lambda angle: f"turned by {_signed(angle, 0)}°"),
    "translation": _moved,
    "zoom": _each("height_zoom", _zoom),
    "shear": _sheared,
    "crop": _cropped,
    "perspective": _if("apply_perspective", lambda drawn, k, layer: f"corners moved up to {_corner(drawn, k):.0f} %"),
    "elastic": _bent,
    "brightness": _each("rgb_delta", lambda delta: f"brightness {_signed(100 * delta, 0)} %"),
    "contrast": _each("contrast_factor", lambda factor: f"contrast × {factor:.2f}"),
    "posterize": _each("shift_factor", lambda shift: f"{2 ** (8 - int(shift))} tones"),
    "solarize": _each("thresholds", lambda value: f"inverted above {100 * value / 255:.0f} %"),
    "equalize": _always(lambda layer: "equalized"),
    "auto_contrast": _always(lambda layer: "contrast stretched"),
    "clahe": _always(lambda layer: "local contrast spread"),
    "invert": _if("apply_inversion", lambda drawn, k, layer: "inverted"),
    "hue": _each("factor", lambda factor: f"hue {_signed(360 * factor, 0)}°"),
    "saturation": _each("factor", lambda factor: f"saturation × {factor:.2f}"),
    "color_degeneration": _each("factor", lambda factor: f"{100 * factor:.0f} % greyer"),
    "grayscale": lambda drawn, count, layer: ["grey" if grey else "" for grey in _flat(drawn, count)],
    "sharpness": _each("factor", lambda factor: f"sharpness × {2 * factor:.2f}"),
    "gaussian_blur": _if("should_apply_blur", lambda drawn, k, layer: f"blurred by {_wide(drawn)}"),
    "erasing": _if("apply_erasing", lambda drawn, k, layer: f"{100 * _covered(drawn, k):.0f} % covered"),
    "noise": _always(lambda layer: f"noise of deviation {layer.stddev:.3g}"),
    "feature_dropout": _count("hidden", "input hidden", "inputs hidden"),
    "time_shift": _each(
        "steps",
        lambda steps: f"{words.counted(abs(int(steps)), 'step')} {'later' if steps > 0 else 'earlier'}" * bool(steps),
    ),
    "time_scaling": _each("factor", lambda factor: f"swings × {factor:.2f}"),
    "time_masking": _masked,
    "window_warp": _warped,
    "token_dropout": _count("left_out", "word left out", "words left out"),
    "token_swap": _count("first", "pair swapped", "pairs swapped"),
    "mix_up": _shares,
    "cut_mix": _shares,
    "rand_augment": _randomly,
    "aug_mix": _chains,
}


def _corner(drawn, k: int) -> float:
    """The farthest move of a corner, in per cent of the side."""
    side = float(np.asarray(drawn["start_points"]).max())
    moves = np.asarray(drawn["end_points"])[k] - np.asarray(drawn["start_points"])[k]
    return 100 * float(np.abs(moves).max()) / max(side, 1.0)


def _wide(drawn) -> str:
    return " × ".join(f"{width:.1f}" for width in np.asarray(drawn["blur_factor"]))


def _covered(drawn, k: int) -> float:
    masks = np.asarray(drawn["batch_masks"])
    return float(masks[k if len(masks) > 1 else 0].mean())

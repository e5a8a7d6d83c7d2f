"""What the pictures of some lessons ask their pages, and what little a worker might answer: for
test_hostile_questions.py."""

import base64
from types import SimpleNamespace

import numpy as np

_ARRAY, _IMAGE = np.zeros((2, 2)), np.zeros((8, 8, 1))
_COLLECTION = base64.b64encode(bytes(6 * 64)).decode()

GOOD = {
    "preparing_data": (
        {"want": "tables", "id": "1"},
        {"want": "columns", "id": "2"},
        {"want": "race", "id": "3", "race": "categories", "own": False},
    ),
    "curating_data": (
        {"want": "digits", "id": "1"},
        {"want": "trained", "id": "2", "images": _COLLECTION, "labels": [0, 0, 0, 1, 1, 1]},
    ),
    "augmentation": (
        {"want": "digits", "id": "0"},
        {"want": "race", "id": "1", "race": "few20", "own": False},
        {"want": "reader", "id": "2", "strength": "right"},
        {"want": "turned", "id": "3", "examples": "200"},
        {"want": "draws", "id": "4", "strength": "strong", "example": 3, "seed": 1},
    ),
    "metrics": ({"want": "cases", "id": "1", "test": "quick"}, {"want": "patients", "id": "2"}),
    "looking_inside": (
        {"want": "images", "id": "1"},
        {"want": "network", "id": "2", "case": -1},
        {"want": "probe", "id": "3"},
        {"want": "liked", "id": "4", "whose": "sound", "layer": "conv2d_1", "unit": 0},
    ),
    "interpreting": (
        {"want": "images", "id": "1"},
        {"want": "network", "id": "2", "network": "shortcut"},
        *({"want": want, "id": "3", "network": "cured"} for want in ("maps", "sanity", "baselines")),
    ),
    "deploying": (
        {"want": "file", "id": "1", "own": False},
        {"want": "request", "id": "2", "own": False, "body": "{}"},
        {"want": "times", "id": "3", "own": False},
        {"want": "versions", "id": "4"},
        {"want": "year", "id": "5", "change": "prices"},
        {"want": "retrained", "id": "6", "change": "service"},
    ),
}

ANSWERS = {
    "learn_faulty_table": {
        "wine": {"measured": {"of it": _ARRAY}, **dict.fromkeys(("labels", "part", "numbers", "x"), _ARRAY)},
        "countries": {"codes": _ARRAY},
    },
    "learn_own_columns": {"x": _ARRAY},
    "learn_digits_of_others": {"others": _ARRAY, "labels": _ARRAY},
    "learn_collection": {"held": _ARRAY, "said": _ARRAY},
    "learn_digits": {"images": _ARRAY, "labels": _ARRAY},
    "learn_reader": {"weights": [_ARRAY]},
    "learn_turned": {},
    "augmented_example": SimpleNamespace(original=_IMAGE, variants=_IMAGE[None], words=("unchanged",), label="1"),
    "learn_cases": {},
    "learn_patients": {},
    "learn_inside_images": {"images": _ARRAY},
    "learn_inside_network": {"layers": [], "begun": []},
    "learn_inside_probe": {},
    "learn_inside_liked": {"image": _ARRAY},
    "learn_shortcut_images": {"images": _ARRAY},
    "learn_shortcut_network": {"layers": []},
    **dict.fromkeys(("learn_shortcut_maps", "learn_shortcut_sanity", "learn_shortcut_baselines"), {"maps": _ARRAY}),
    "learn_file": dict.fromkeys(("answers", "decided", "truth")),
    "learn_request": {},
    "learn_request_times": {},
    "learn_versions": {"first": _ARRAY, "dear": _ARRAY},
    "learn_year": {"monitors": _ARRAY},
    "learn_retrained": {},
}
"""By the task's name."""

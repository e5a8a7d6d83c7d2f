"""The catalog refuses a layer: no such kind, no such setting, a value out of range."""

import difflib

from nnviz.errors import ModelError
from nnviz.models import edits
from nnviz.models.catalog import KERAS_LAYER, LAYERS, problem
from nnviz.models.diagnoses.words import called, error, mend
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec


def unsuitable(trace, layer: LayerSpec, refusal: ModelError) -> Diagnosis:
    """Codes "unknown_kind", "unknown_setting" and "bad_setting"; always one of them."""
    if layer.kind not in LAYERS:
        near = difflib.get_close_matches(layer.kind, LAYERS, n=2, cutoff=0.5)
        return error(
            "unknown_kind",
            layer,
            str(refusal),
            *(mend(f"Make it {kind}", edits.set_kind, trace.spec, layer.id, kind) for kind in near),
            mend("Remove it", edits.remove, trace.spec, layer.id),
        )
    name = problem(layer)
    if layer.kind == KERAS_LAYER:
        return error(
            "bad_object", layer, f"{called(layer)}: {refusal}", mend("Remove it", edits.remove, trace.spec, layer.id)
        )
    if LAYERS[layer.kind].param(name) is None:
        return error(
            "unknown_setting",
            layer,
            f"{called(layer)}: {refusal}",
            mend(f"Drop the setting {name!r}", _without, trace.spec, layer, name),
        )
    default = LAYERS[layer.kind].param(name).default
    return error(
        "bad_setting",
        layer,
        f"{called(layer)}: {refusal}",
        mend(
            f"Put {name.replace('_', ' ')} back to {default}",
            edits.set_settings,
            trace.spec,
            layer.id,
            **{name: default},
        ),
    )


def _without(spec, layer, name):
    settings = {key: value for key, value in layer.settings.items() if key != name}
    return spec.replace(
        layers=tuple(one.replace(settings=settings) if one.id == layer.id else one for one in spec.layers)
    )

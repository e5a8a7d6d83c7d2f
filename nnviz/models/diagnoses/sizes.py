"""Warnings about size: parameters against examples, a Flatten that costs most of them, tiny batches."""

from nnviz.models import edits, wiring
from nnviz.models.diagnoses.words import called, mend, warning
from nnviz.models.records import Fix
from nnviz.specs import INPUT


def more_parameters_than_examples(trace):
    """Code "more_parameters_than_examples": ten times as many numbers to set as examples to set them from."""
    total = sum(trace.measured[layer.id].trainable_parameters for layer, _ in wiring.used(trace.spec))
    if not trace.examples or total <= 10 * trace.examples or total < 1000:
        return
    widest = max(
        (layer for layer, _ in wiring.used(trace.spec)), key=lambda layer: trace.measured[layer.id].trainable_parameters
    )
    name = next((one for one in ("units", "filters") if one in trace.settings[widest.id]), None)
    width = trace.settings[widest.id][name] if name else 0
    last = widest.id in wiring.outputs(trace.spec)
    yield warning(
        "more_parameters_than_examples",
        widest.id,
        f"The network has {total:,} trainable parameters and the data {trace.examples:,} training "
        "examples. It can learn them by heart; watch the validation curve, stop early, or make it smaller.",
        mend(
            f"Halve {called(widest)} to {width // 2} {name}",
            edits.set_settings,
            trace.spec,
            widest.id,
            **{name: width // 2},
        )
        if width > 1 and not last
        else (),
        (Fix("Stop early after 10 epochs without progress", None, {"early_stopping": 10}),),
    )


def heavy_flatten(trace):
    """Code "heavy_flatten": most parameters sit where an image was flattened."""
    used = wiring.used(trace.spec)
    layers = {layer.id: layer for layer, _ in used}
    total = sum(trace.measured[layer.id].parameters for layer, _ in used)
    for layer, sources in used:
        flat = layers.get(sources[0]) if sources else None
        if layer.kind != "Dense" or flat is None or flat.kind != "Flatten":
            continue
        share, came = trace.measured[layer.id].parameters / max(1, total), trace.shapes(flat.id)[0]
        came_from = trace.sources[flat.id][0]
        convolved = came_from != INPUT and not trace.spec.layer(came_from).is_input
        if share > 0.9 and total > 100_000 and 2 <= len(came) <= 4 and convolved:
            kind = f"GlobalAveragePooling{len(came) - 1}D"
            yield warning(
                "heavy_flatten",
                layer.id,
                f"{called(layer)} holds {100 * share:.0f} % of all parameters, because Flatten gives it every "
                f"place of every "
                "channel.",
                mend(f"Use {kind} instead of Flatten", edits.set_kind, trace.spec, flat.id, kind),
            )


def batch_of_one(trace):
    """Code "batch_of_one": batch normalization over a single example."""
    if trace.train is None or trace.train.batch_size > 1:
        return
    for layer, _ in wiring.used(trace.spec):
        if layer.kind == "BatchNormalization":
            yield warning(
                "batch_of_one",
                layer.id,
                f"{called(layer)} computes mean and variance over a batch, and the batch size is 1.",
                (Fix("Use a batch size of 32", None, {"batch_size": 32}),),
                mend("Make it LayerNormalization", edits.set_kind, trace.spec, layer.id, "LayerNormalization"),
            )

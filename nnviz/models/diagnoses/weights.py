"""Warnings about weights: a start that keeps units alike, nothing to train, an overwhelming penalty."""

from nnviz import words
from nnviz.models import edits, wiring
from nnviz.models.diagnoses.words import called, mend, warning


def same_start(trace):
    """Code "same_start": units with equal weights get equal gradients and stay equal."""
    for layer, _ in wiring.used(trace.spec):
        for name, value in trace.settings[layer.id].items():
            kernel = name in ("kernel_initializer", "depthwise_initializer", "pointwise_initializer")
            if kernel and value in ("zeros", "ones") and trace.measured[layer.id].shape[-1] != 1:
                yield warning(
                    "same_start",
                    layer.id,
                    f"All weights of {called(layer)} start at {'0' if value == 'zeros' else '1'}. Its "
                    "units then compute the same and learn the same for ever; random starts tell them apart.",
                    mend("Use glorot_uniform", edits.set_settings, trace.spec, layer.id, **{name: "glorot_uniform"}),
                )


def nothing_trainable(trace):
    """Code "nothing_trainable": every layer with weights is frozen."""
    used = [layer for layer, _ in wiring.used(trace.spec)]
    if not used or any(trace.measured[layer.id].trainable for layer in used):
        return
    frozen = [layer for layer in used if not layer.trainable and trace.measured[layer.id].parameters]

    def thaw():
        spec = trace.spec
        for layer in frozen:
            spec = edits.set_trainable(spec, layer.id, True)
        return spec

    yield warning(
        "nothing_trainable",
        "",
        "No layer has weights that training may change, so training would do nothing.",
        mend("Let all layers train", thaw) if frozen else (),
    )


def strong_penalty(trace):
    """Code "strong_penalty": a regularizer so strong that weights go to zero."""
    for layer, _ in wiring.used(trace.spec):
        settings = trace.settings[layer.id]
        for name in [name for name in settings if name.endswith("_regularizer") and settings[name]]:
            strength = settings.get(f"{name}_strength", 0.0)
            if isinstance(settings[name], str) and strength > 1.0:
                yield warning(
                    "strong_penalty",
                    layer.id,
                    f"{called(layer)} penalizes its {name.removesuffix('_regularizer').replace('_', ' ')} "
                    f"with a factor of {words.setting(strength)}, which outweighs most losses: the weights "
                    f"would go to zero.",
                    mend("Use 0.01", edits.set_settings, trace.spec, layer.id, **{f"{name}_strength": 0.01}),
                )

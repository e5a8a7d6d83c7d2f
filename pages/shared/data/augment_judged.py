"""What the trained network in hand makes of the changes on the Augment tab: whether they keep its answers."""

from nnviz.data.augmentations import AUGMENTATIONS
from nnviz.data.records import DataSummary
from nnviz.errors import NnvizError
from nnviz.evaluation.augmentation_records import Effect, Effects
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.session import state

_TASK = "augmentation_effects"
_QUICK = 2.0
"""Seconds that it may take without having been asked for."""
_MEANING = (
    "Where you would still give the same answer, that is what augmentation teaches. Where you would not, it teaches a "
    "wrong label."
)


def told(asked, chosen: DataSpec, summary: DataSummary) -> dict | None:
    """What the browser is told: {head, lines [{text, warns}], foot, wait: seconds that it would take, or None}.

    None where no trained network knows these data, {} where it has not been asked about these changes.
    """
    run = _fitting(chosen, summary)
    steps = tuple(own for own in chosen.augmentations if not AUGMENTATIONS[own.name].mixes)
    if run is None or not steps:
        return None
    key = f"{run.id}:{[own.to_json() for own in steps]}"
    effects = engine.answered(_TASK, f"{key}:whole") or engine.answered(_TASK, f"{key}:quick")
    try:
        if asked.judge == 2:
            effects = engine.call_once(_TASK, run.id, steps, key=f"{key}:whole")
        elif asked.judge and effects is None:
            effects = engine.call_once(_TASK, run.id, steps, _QUICK, key=f"{key}:quick")
    except NnvizError as error:
        return {"head": str(error), "lines": [], "wait": None}
    return {} if effects is None else _written(effects)


def _written(effects: Effects) -> dict:
    if not effects.effects:
        return {"head": "", "lines": [], "wait": round(effects.seconds)}
    head = (
        f"Measured with your trained network on {effects.examples:,} {effects.part} examples that it "
        f"{'knows' if effects.regression else 'gets right'}, each changed {effects.draws} times:"
    )
    order = sorted(effects.effects, key=lambda effect: -max(effect.share, effect.changed))
    lines = [_line(effect, effects.regression) for effect in order]
    foot = _MEANING if any(line["warns"] for line in lines) else ""
    return {"head": head, "lines": lines, "foot": foot, "wait": None}


def _line(effect: Effect, regression: bool) -> dict:
    """An effect in words, and where it is large, a few images that are answered otherwise."""
    line = {"text": effect.said(regression), "warns": effect.warns, "images": None, "words": []}
    if effect.warns and effect.images is not None:
        line |= {"images": pack(effect.images), "words": [f"{before} → {after}" for before, after in effect.answers]}
    return line


def _fitting(chosen: DataSpec, summary: DataSummary) -> Run | None:
    """The run in hand, where it has ended and knows data of this form."""
    run = state.run()
    if run is None or run.status().active:
        return None
    own, schema = run.schema, summary.schema
    same = own is not None and (own.kind, own.input_shape, own.class_names) == (
        schema.kind,
        schema.input_shape,
        schema.class_names,
    )
    return run if same and run.experiment.data.source == chosen.source else None

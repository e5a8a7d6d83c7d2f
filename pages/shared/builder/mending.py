"""Mistakes and the buttons that mend them."""

from itertools import groupby

import streamlit as st

from nnviz import escaping
from nnviz.models.records import Diagnosis, Fix, LayerPreview, Preview
from pages.shared.builder import history
from pages.shared.session import state

_ICON = {"error": ":red[:material/error:]", "warning": ":orange[:material/warning:]"}


def of_layer(layer_preview: LayerPreview) -> None:
    """What is wrong with one layer, beside its settings."""
    for number, diagnosis in enumerate(
        [layer_preview.error] * (layer_preview.error is not None) + list(layer_preview.warnings)
    ):
        _draw(diagnosis, f"layer-{number}")


def listed(preview: Preview) -> None:
    """All that is wrong with the network: errors first, then what is unwise, one kind of mistake together."""
    if not preview.diagnoses:
        st.markdown(":green[:material/check_circle:] Keras accepts this network, and nothing about it looks unwise.")
        return
    ordered = sorted(preview.diagnoses, key=lambda diagnosis: (diagnosis.severity != "error", diagnosis.code))
    for number, (_, group) in enumerate(groupby(ordered, lambda diagnosis: (diagnosis.severity, diagnosis.code))):
        first, *others = group
        _draw(first, f"all-{number}", preview)
        if others:
            with st.expander(f"{len(others)} more like this"):
                for place, diagnosis in enumerate(others):
                    _draw(diagnosis, f"all-{number}-{place}", preview)


def before_training(errors: list[Diagnosis]) -> None:
    """What keeps the network from being trained, where it is not the Build page that says so."""
    for number, diagnosis in enumerate(errors):
        _draw(diagnosis, f"train-{number}")


def count(preview: Preview) -> str:
    """ "none", "1 error, 3 warnings"."""
    numbers = [(sum(diagnosis.severity == kind for diagnosis in preview.diagnoses), kind) for kind in _ICON]
    return ", ".join(f"{number} {kind}{'s' * (number > 1)}" for number, kind in numbers if number) or "none"


def _draw(diagnosis: Diagnosis, key: str, preview: Preview | None = None) -> None:
    where = preview.layer(diagnosis.where) if preview is not None and diagnosis.where else None
    with st.container(key=f"build-found-{key}", gap="xsmall"):
        st.markdown(f"{_ICON[diagnosis.severity]} {escaping.markdown(diagnosis.message)}")
        show = where is not None and diagnosis.where != history.selected()
        if diagnosis.fixes or show:
            with st.container(horizontal=True, gap="small"):
                for number, fix in enumerate(diagnosis.fixes):
                    st.button(
                        escaping.markdown(fix.label),
                        key=f"build-fix-{key}-{number}",
                        icon=":material/build:",
                        on_click=_apply,
                        args=(fix, diagnosis.where),
                    )
                if show:
                    st.button(
                        "Show the layer",
                        key=f"build-show-{key}",
                        type="tertiary",
                        on_click=history.choose,
                        args=(diagnosis.where,),
                    )


def _apply(fix: Fix, where: str) -> None:
    before = {layer.id for layer in history.model().layers}
    history.put(fix.model or history.model(), train=dict(fix.train_changes))
    if fix.train_changes:
        state.renew_forms()
    after = [layer.id for layer in history.model().layers]
    new = [layer_id for layer_id in after if layer_id not in before]
    if new or where in after:
        history.choose(new[0] if new else where)

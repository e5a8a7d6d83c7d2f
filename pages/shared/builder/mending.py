"""Mistakes and the buttons that mend them."""

import streamlit as st

from nnviz.models.records import Diagnosis, Fix, LayerPreview, Preview
from pages.shared.builder import history, words

_ICON = {"error": ":red[:material/error:]", "warning": ":orange[:material/warning:]"}


def of_layer(seen: LayerPreview) -> None:
    """What is wrong with one layer, beside its settings."""
    for number, found in enumerate([seen.error] * (seen.error is not None) + list(seen.warnings)):
        _draw(found, f"layer.{seen.id}.{number}")


def listed(preview: Preview) -> None:
    """All that is wrong with the network, errors first; each names its layer and selects it."""
    for number, found in enumerate(sorted(preview.diagnoses, key=lambda found: found.severity != "error")):
        _draw(found, f"all.{number}", preview)


def _draw(found: Diagnosis, key: str, preview: Preview | None = None) -> None:
    where = preview.layer(found.where) if preview is not None and found.where else None
    with st.container(key=f"build-found-{key.replace('.', '-')}", gap="small"):
        subject = f"**{words.plain(where.name)}.** " if where else ""
        st.markdown(f"{_ICON[found.severity]} {subject}{words.plain(found.message)}")
        if found.fixes or where:
            with st.container(horizontal=True, gap="small"):
                for number, fix in enumerate(found.fixes):
                    st.button(fix.label, key=f"build-fix-{key}.{number}", icon=":material/build:", on_click=_apply,
                              args=(fix, found.where))
                if where and found.where != history.selected():
                    st.button("Show the layer", key=f"build-show-{key}", type="tertiary", on_click=history.choose,
                              args=(found.where,))


def _apply(fix: Fix, where: str) -> None:
    history.put(fix.model or history.model(), train=dict(fix.train_changes))
    if where and any(layer.id == where for layer in history.model().layers):
        history.choose(where)

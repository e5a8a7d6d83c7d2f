"""Findings on the page: each a sentence, its evidence, and the buttons that mend it."""

import pandas as pd
import streamlit as st

from nnviz import escaping
from nnviz.data.profiling.found import Finding
from nnviz.data.profiling.records import Profile
from pages.shared import frame
from pages.shared.data import mending
from pages.shared.figures import tables

_ICONS = {
    "leak": ":red[:material/gpp_maybe:]",
    "warning": ":orange[:material/warning:]",
    "hint": ":gray[:material/info:]",
}
_OPEN = 3
"""Findings that are shown at once; the rest is folded."""


def draw(profile: Profile) -> None:
    """All findings of a profile; what was looked for where there is none."""
    findings = profile.findings
    if not findings:
        looked = ", ".join(profile.checked)
        st.markdown(f":green[:material/check_circle:] Nothing stands out. Looked for: {looked}.")
        return
    with st.container(key="findings", gap="small"):
        for place, finding in enumerate(findings[:_OPEN]):
            _finding(finding, place)
        if len(findings) > _OPEN:
            with st.expander(f"{len(findings) - _OPEN:,} more"):
                for place, finding in enumerate(findings[_OPEN:], _OPEN):
                    _finding(finding, place)


def _finding(finding: Finding, place: int) -> None:
    with st.container(key=f"finding-{place}"):
        told, buttons = st.columns([3.4, 1.6], vertical_alignment="center", gap="small")
    with told:
        sentence, evidence = escaping.markdown(finding.sentence), escaping.markdown(finding.evidence)
        st.markdown(f"{_ICONS[finding.weight]} **{sentence}**  \n:small[:gray[{evidence}]]")
    with buttons.container(horizontal=True, gap="small"):
        if finding.cells:
            with st.popover("Show", key=f"shown-{finding.kind}-{place}"):
                _examples(finding)
        for number, mend in enumerate(finding.mends):
            mending.button(mend, f"mend-{finding.kind}-{'-'.join(finding.columns)[:60]}-{place}-{number}")


def _examples(finding: Finding) -> None:
    """Some of the examples that it is about."""
    if finding.pictures is not None:
        captions = [", ".join(list(own.values())[:3]) for own in finding.cells]
        with st.container(horizontal=True, key=f"finding-pictures-{finding.kind}"):
            for picture, caption in zip(finding.pictures, captions, strict=True):
                st.image(picture.squeeze(), caption=escaping.markdown(caption), width=110)
        return
    tables.shown(pd.DataFrame(finding.cells), hide_index=True, width="stretch" if frame.narrow() else 640)

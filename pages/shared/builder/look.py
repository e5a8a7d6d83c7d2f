"""The few rules of style that the Build page needs beyond the app's."""

import streamlit as st

_STYLE = """
.st-key-build-tools { justify-content: space-between; }
.st-key-build-tools button { padding: .25rem .35rem; min-height: 2rem; }
.st-key-build-tools kbd { display: none; }
.st-key-build-tools [data-testid="stMarkdownContainer"] { position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); }
.st-key-build-add > :first-child { flex: 1 1 0; min-width: 0; }
.st-key-build-add [data-testid="stPopover"] [data-testid="stMarkdownContainer"] { position: absolute; width: 1px;
  height: 1px; overflow: hidden; clip-path: inset(50%); }
body:has(.st-key-build-add [aria-expanded="true"]) [data-testid="stSelectboxVirtualDropdown"] {
  min-width: min(34rem, 92vw); }
.st-key-build-start { flex-wrap: nowrap; gap: .5rem; }
.st-key-build-start button { padding: .25rem .5rem; white-space: nowrap; }
[class*="st-key-build-found"] { margin-bottom: .35rem; }
[class*="st-key-build-fix"] button, [class*="st-key-build-show"] button { padding: .1rem .55rem; min-height: 1.9rem; }
[class*="st-key-build-fix"] p, [class*="st-key-build-show"] p { font-size: .88rem; }
"""


def dress() -> None:
    st.html(f"<style>{_STYLE}</style>")

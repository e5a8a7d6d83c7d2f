"""The few rules of style that the Build page needs beyond the app's."""

import streamlit as st

_STYLE = """
.st-key-build-tools { justify-content: space-between; }
.st-key-build-tools button { padding: .25rem .35rem; min-height: 2rem; }
.st-key-build-tools kbd { display: none; }
.st-key-build-tools [data-testid="stMarkdownContainer"] { position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); }
.st-key-build-start { flex-wrap: nowrap; gap: .5rem; }
.st-key-build-start button { padding: .25rem .5rem; white-space: nowrap; }
@media (min-width: 900px) {
  .st-key-build-picture { position: sticky; top: 3.2rem; }
}
"""


def dress() -> None:
    st.html(f"<style>{_STYLE}</style>")

"""The values that Streamlit keeps of widgets, by their keys."""

from typing import Any

import streamlit as st


def value(key: str, default: Any = None) -> Any:
    """What a widget holds now; `default` where it was not drawn yet."""
    return st.session_state.get(key, default)


def put(key: str, changed: Any) -> None:
    """Sets a widget; for callbacks, before it is drawn."""
    st.session_state[key] = changed


def event(key: str, name: str) -> Any:
    """What a browser component reports under a name, in its own callback; None where it reports nothing."""
    return st.session_state[key].get(name)

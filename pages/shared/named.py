"""The app's pages as Streamlit knows them, named once: to look for the files of all of them again takes a tenth of a
rerun."""

from copy import copy

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_NAMED: dict[tuple, st.Page] = {}


def page(path: str, title: str, icon: str, **options) -> st.Page:
    """As `st.Page` with a Material icon; each run gets one of its own, since Streamlit notes in it that it may run."""
    key = (path, title, icon, *sorted(options.items()))
    if key not in _NAMED:
        named = st.Page(path, title=title, icon=f":material/{icon}:", **options)
        if get_script_run_ctx() is None:  # then Streamlit leaves out half of it
            return named
        _NAMED[key] = named
    return copy(_NAMED[key])

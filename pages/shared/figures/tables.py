"""Tables as the page shows them, each with a download of its own in its corner: what a spreadsheet would take for a
formula is marked as text, there as well as here."""

import pandas as pd
import streamlit as st

from nnviz import escaping


def safe(table: pd.DataFrame) -> pd.DataFrame:
    """The same table, its texts, names of columns and of rows marked where a spreadsheet would compute them."""
    return table.map(escaping.csv_cell).rename(columns=escaping.csv_cell, index=escaping.csv_cell)


def shown(table: pd.DataFrame, **how):
    """`st.dataframe` of a table that may hold names and texts of a person's own."""
    return st.dataframe(safe(table), **how)

"""The Prepare tab of the Data page: what is done to the columns before a network sees them."""

import pandas as pd
import streamlit as st

from nnviz.data.records import DataSummary
from nnviz.specs import DataSpec


def tab(spec: DataSpec, summary: DataSummary) -> DataSpec:
    """The inputs that the columns became, with their range before scaling; the specification as it is."""
    rows = [
        {"input": f.name, "mean": f.mean, "deviation": f.std, "lowest": f.minimum, "highest": f.maximum}
        for f in summary.features
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    return spec

"""The Understand tab of the Data page: what every column is, and how the target is spread."""

from nnviz.data.catalog import SOURCES
from nnviz.data.records import DataSummary
from nnviz.plots.data import class_balance, target_histogram
from nnviz.specs import DataSpec
from pages.shared import frame
from pages.shared.figures import views
from pages.shared.forms import own_data


def tab(spec: DataSpec, summary: DataSummary) -> DataSpec:
    """What is known of the data; the specification with the columns that were corrected."""
    _balance(summary, spec.replace(augmentations=()).to_json())
    if not SOURCES[spec.source].columns:
        return spec
    return own_data.columns(spec, summary.schema.columns)


def _balance(summary: DataSummary, key: str) -> None:
    """How many examples each class has, or how a number is spread."""
    dark = frame.dark()
    if summary.schema.task == "regression":
        edges, counts, name = summary.target_edges, summary.target_counts, summary.schema.target_name
        views.figure(lambda: target_histogram(edges, counts, name, dark=dark), "target", key)
    else:
        views.figure(lambda: class_balance(summary.class_counts, summary.schema.class_names, dark=dark), "balance", key)

"""How much training examples count: by their class, and by a column."""

import streamlit as st

from nnviz.data.schema import Schema
from nnviz.params import Param
from nnviz.specs import DataSpec
from pages.shared.forms import fields
from pages.shared.session import state

_ALIKE, _BALANCED, _OWN = "all alike", "balanced", "own numbers"
_HELP = (
    "**Balanced**: every class counts alike, however many examples it has.  \n**Own numbers**: a mistake on an example "
    "of the class costs so many times as much. Validation and test stay as they are."
)
_MOST_CLASSES = 20


def draw(data: DataSpec, schema: Schema) -> DataSpec:
    """The controls; the specification with what they say."""
    if schema.has_classes and not schema.has_labels:
        data = _classes(data, schema)
    columns = [column.name for column in schema.columns if column.kind == "number" and column.role == "input"]
    if not (schema.is_table and columns):
        return data
    options = ["", *columns]
    chosen = st.selectbox(
        "Sample weights",
        options,
        options.index(data.weight_column) if data.weight_column in options else 0,
        key=state.key("train.weights.column"),
        format_func=lambda name: name or "all alike",
        help="A column of numbers, at least 0, that says how much each training example counts. The network still "
        "gets it as an input.",
    )
    return data.replace(weight_column=chosen) if chosen != data.weight_column else data


def _classes(data: DataSpec, schema: Schema) -> DataSpec:
    ways = [_ALIKE, _BALANCED, _OWN] if len(schema.class_names) <= _MOST_CLASSES else [_ALIKE, _BALANCED]
    now = _OWN if data.class_weights else _BALANCED if data.balance == "class_weights" else _ALIKE
    way = st.selectbox(
        "Class weights", ways, ways.index(now) if now in ways else 0, key=state.key("train.weights.classes"), help=_HELP
    )
    balance = "class_weights" if way == _BALANCED else "none" if data.balance == "class_weights" else data.balance
    own = {}
    if way == _OWN:
        for place, name in enumerate(schema.class_names):
            param = Param("weight", "float", 1.0, "1 is as much as usual.", minimum=0.0, maximum=1e6, label=name)
            own[name] = fields.field(param, data.class_weights.get(name, 1.0), f"train.weights.class{place}")
    own = own if any(weight != 1 for weight in own.values()) else {}
    if own and not any(own.values()):
        own = data.class_weights
    if (balance, own) == (data.balance, data.class_weights):
        return data
    return fields.checked(lambda: data.replace(balance=balance, class_weights=own), data)

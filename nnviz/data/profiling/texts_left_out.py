"""A column of texts that the network is not given, though it could be."""

from nnviz.data.profiling.found import Finding, Mend
from nnviz.data.profiling.table import Table

_SOURCES = ("own_table", "own_beside")
"""What can have a text and columns beside each other."""


def findings(table: Table) -> list[Finding]:
    """The first column of texts that nobody chose to leave out, where no text is an input."""
    columns = table.schema.columns
    if table.spec.source not in _SOURCES or any(own.kind == "text" and own.role == "input" for own in columns):
        return []
    name = next((own.name for own in columns if own.kind == "text" and own.role == "ignored"), "")
    if not name or table.spec.columns.get(name, {}).get("role") == "ignored":
        return []
    roles = {own.name: {"role": own.role} for own in columns if own.role in ("input", "target")}
    done = f"{name} is the first input now, and the others stand beside it."
    return [
        Finding(
            "text",
            "hint",
            f"{name} is a text, and the network is not given it.",
            "It may say what the other columns do not. As an input it is read word by word, and the others stand "
            "beside it in an input of their own.",
            (name,),
            (Mend("Read this text too", done, {**roles, name: {"role": "input"}}),),
        )
    ]

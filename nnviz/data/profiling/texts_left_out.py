"""A column of texts that the network is not given, though it could be."""

from nnviz.data.profiling.found import Finding, Mend
from nnviz.data.profiling.table import Table

_SOURCES = ("own_table", "own_beside")
"""What can have a text and columns beside each other."""


def findings(table: Table) -> list[Finding]:
    """The first column of texts that is not given to the network, by nobody's choice."""
    columns = table.schema.columns
    if table.spec.source not in _SOURCES:
        return []
    read = [own.name for own in columns if own.kind == "text" and own.role == "input"]
    left_out = [own.name for own in columns if own.kind == "text" and own.role == "ignored"]
    name = next((name for name in left_out if table.spec.columns.get(name, {}).get("role") != "ignored"), "")
    if not name:
        return []
    how = (
        f"It is read word by word then, after {read[-1]}, with a mark between them."
        if read
        else "As an input it is read word by word, and the others stand beside it in an input of their own."
    )
    done = f"{name} is read after {read[-1]} now." if read else f"{name} is the first input now, and the others stand "
    done += "" if read else "beside it."
    roles = {own.name: {"role": own.role} for own in columns if own.role in ("input", "target")}
    return [
        Finding(
            "text",
            "hint",
            f"{name} is a text, and the network is not given it.",
            f"It may say what the other columns do not. {how}",
            (name,),
            (Mend("Read this text too", done, {**roles, name: {"role": "input"}}),),
        )
    ]

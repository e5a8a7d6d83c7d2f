"""Lazy paths: how a catalog or a table of tasks names what is behind an entry, imported only when it is used."""

import importlib
from typing import Any


def resolve(path: str) -> Any:
    """What stands at `path`, written "package.module:name"; the module is imported now if it was not before.

    >>> resolve("math:sqrt")(9.0)
    3.0

    Raises:
        ValueError: for a path in any other form.
        ImportError, AttributeError: where there is no such module, or no such name in it.
    """
    module, colon, name = path.partition(":")
    if not (module and colon and name.isidentifier()):
        raise ValueError(f"Received the path {path!r}. Expected the form 'package.module:name'.")
    return getattr(importlib.import_module(module), name)

"""Writing a file whole or not at all."""

import contextlib
import itertools
import os
import threading
from pathlib import Path

_numbers = itertools.count()


def replace(target: Path, content: str | bytes) -> None:
    """Writes a whole file at once: a reader sees the old content or the new. Raises OSError."""
    part = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_native_id()}.{next(_numbers)}")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(part, target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise

"""The files of a run: replaced at once, read with a limit, and read once where they never change."""

import contextlib
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnviz.whole_files import replace

__all__ = ["read_object", "read_once", "replace"]

MOST_JSON = 64_000_000
"""Bytes of the largest JSON file that is read."""
_CACHED, _CACHED_BYTES = 256, 64_000_000
_cache: OrderedDict[tuple, Any] = OrderedDict()
_cache_lock = threading.Lock()


def read_object(path: Path, most: int = MOST_JSON) -> dict | None:
    """The JSON object in a file; None where there is none, it is damaged, or it is longer than `most` bytes."""
    try:
        with open(path, "rb") as file:
            text = file.read(most + 1)
        content = json.loads(text) if len(text) <= most else None
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def read_once(path: Path, read: Callable[[], Any]) -> Any:
    """`read()`, remembered by this process for as long as the file at `path` stays the same. Raises what `read`
    raises."""
    try:
        stat = path.stat()
    except OSError:
        return read()
    key = (str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino)
    with _cache_lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    content = read()
    with _cache_lock:
        _cache[key] = content
        while len(_cache) > _CACHED or sum(size for _, _, size, _ in _cache) > _CACHED_BYTES:
            _cache.popitem(last=False)
    return content


def folder_bytes(folder: Path) -> int:
    """Bytes of all files in a folder and below; files that vanish meanwhile count nothing."""
    total, folders = 0, [os.fspath(folder)]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
    return total

"""A store that is bounded in bytes: what was used longest ago gives way."""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Any


def size_of(value: Any) -> int:
    """Bytes that a value takes, as those it would travel with: arrays are counted, not copied."""
    arrays = []
    plain = pickle.dumps(value, protocol=5, buffer_callback=lambda buffer: arrays.append(buffer.raw().nbytes))
    return len(plain) + sum(arrays)


class BoundedStore:
    """Values by key, up to a number of bytes. The newest is always kept, so that nobody asks twice in a row for it.

    Args:
        limit: bytes that keys and values may take together.
    """

    def __init__(self, limit: int):
        self.limit, self.bytes = limit, 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable, default: Any = None) -> Any:
        """The value under a key, which counts as used now."""
        if key not in self._values:
            return default
        self._values.move_to_end(key)
        return self._values[key][0]

    def put(self, key: Hashable, value: Any) -> None:
        """Keeps a value; those used longest ago make room for it."""
        self._drop(key)
        size = size_of((key, value))
        self._values[key] = (value, size)
        self.bytes += size
        while self.bytes > self.limit and len(self._values) > 1:
            self._drop(next(iter(self._values)))

    def get_or_make(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value under a key, made and kept where there is none."""
        if key not in self._values:
            self.put(key, make())
        return self.get(key)

    def items(self) -> Iterator[tuple[Hashable, Any]]:
        """(key, value) of all, the one used longest ago first."""
        return iter([(key, value) for key, (value, _) in self._values.items()])

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    def _drop(self, key: Hashable) -> None:
        if key in self._values:
            self.bytes -= self._values.pop(key)[1]

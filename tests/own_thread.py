"""Patches that only the test sees which makes them."""

import threading
from collections.abc import Callable


def for_this_thread(replacement: Callable, real: Callable) -> Callable:
    """A function that is `replacement` for the thread that calls this, and `real` for every other one: what is patched
    for a whole process is also seen by the threads that keep runs, servers and indexes beside the tests."""
    own = threading.get_ident()

    def chosen(*arguments, **settings):
        return (replacement if threading.get_ident() == own else real)(*arguments, **settings)

    return chosen

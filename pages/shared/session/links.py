"""Short links: experiments kept under their key, the hash of what they say. Whoever has the link may open it."""

import contextlib
import os
import re

from nnviz import settings
from nnviz.errors import SpecError
from nnviz.specs import Experiment
from pages.shared.session import person_files

NUMBER = 500
"""How many experiments a person's links lead to at most; the oldest give way."""
_MEGABYTES = 5
_KEY = re.compile(r"[0-9a-f]{16}")


def keep(experiment: Experiment) -> str:
    """Keeps an experiment and returns the key that a link names. Raises OSError when it cannot be written."""
    person_files.keep("links", f"{experiment.key}.json", experiment.to_json(), _MEGABYTES, NUMBER)
    return experiment.key


def find(key: str) -> Experiment:
    """The experiment that a link leads to; it then counts as new.

    Raises:
        SpecError: when it is not kept here, or is not what its key says.
    """
    if _KEY.fullmatch(key):
        for path in (settings.get().home / "links").glob(f"*/{key}.json"):
            with contextlib.suppress(OSError):
                experiment = Experiment.from_json(path.read_text(encoding="utf-8"))
                os.utime(path)
                if experiment.key == key:
                    return experiment
    raise SpecError(
        f"No experiment is kept here under {key[:40]!r}.",
        fix="It may have made room for later ones; ask for the long link, which holds the experiment itself.",
        where="e",
    )

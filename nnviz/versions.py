"""Versions of what is stored: a newer file is refused with a sentence, an older one is brought up to date."""

from collections.abc import Callable, Mapping

from nnviz.errors import NnvizError, SpecError

Migrations = Mapping[int, Callable[[dict], dict]]
"""Version → what turns content of that version into content of the next one."""


def up_to_date(
    content: dict, noun: str, current: int, migrations: Migrations, *, kind: type[NnvizError] = SpecError
) -> dict:
    """A copy of `content` as version `current` would have written it, without its "version".

    Args:
        content: a JSON object; without a "version" it counts as version 0.
        noun: what a person calls it: "This experiment".
        migrations: one step for every older version.

    Raises:
        NnvizError: of that `kind`, when the version is newer than `current` or is no version at all.
    """
    content = dict(content)
    version = content.pop("version", 0)
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise kind(f"{noun} has the version {str(version)[:40]!r}.", expected="a whole number", where="version")
    if version > current:
        raise kind(
            f"{noun} was made by a newer nnviz (format {str(version)[:20]}; this one reads formats up to {current}).",
            fix="Update nnviz.",
            where="version",
        )
    for step in range(version, current):
        content = migrations[step](content)
    return content


def unchanged(content: dict) -> dict:
    """The migration of a version that differs from the next one in nothing but its number."""
    return content

"""What tests of lessons share: races, trained once for all of them."""

import json

import pytest

from nnviz import settings
from nnviz.studies.lockstep import train_race
from nnviz.studies.race import Race, news
from tests.sampling import sample, whole

_TRAINED = {"recorded_race", "raced"}


def pytest_collection_modifyitems(items):
    """However many lessons there are, what three of them say of trained networks is trained, and all by `make
    test-all`: that races are trained as networks alone is proved in tests/studies/test_lockstep.py."""
    training = [item for item in items if item.path.parent.name == "concepts" and _TRAINED & set(item.fixturenames)]
    for item in set(training) - set(sample(training, 3)):
        item.add_marker(whole)


@pytest.fixture(scope="session")
def recorded_race(tmp_path_factory):
    """`recorded_race(race)`: {label: {"rows": its history, "frames": what was recorded at each moment, "last"}}."""
    home = tmp_path_factory.mktemp("races")

    def get(race: Race) -> dict[str, dict]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings.get(), "home", home)
            train_race(race)
            lines = [json.loads(line) for line in news(race.key).lines]
        labels = {line["network"]: line["label"] for line in lines if "label" in line}
        frames = {
            label: [line for line in lines if line.get("network") == i and "epoch" in line]
            for i, label in labels.items()
        }
        return {
            label: {"rows": [row for frame in own for row in frame["rows"]], "frames": own, "last": own[-1]}
            for label, own in frames.items()
        }

    return get

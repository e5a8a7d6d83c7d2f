"""What the lesson on deploying says of its own trained networks, and of a year, is true."""

import numpy as np
import pytest

from nnviz import settings
from nnviz.concepts import deploying_file, deploying_retrained, deploying_tasks, deploying_world
from tests.browser_twins import in_browser
from tests.concepts.test_deploying import forget
from tests.sampling import whole


@pytest.fixture(scope="module")
def trained_world(tmp_path_factory):
    """The lesson's own, trained in a home of these tests."""
    before, settings.get().home = settings.get().home, tmp_path_factory.mktemp("home")
    forget()
    yield deploying_world.world()
    settings.get().home = before
    forget()


@whole  # the text's own numbers
def test_what_is_said_of_the_trained_networks_is_true(trained_world):
    versions = deploying_world.learn_versions()
    dear = versions["dear"]
    share = {name: own.mean() for name, own in versions.items()}
    assert share["better"] < share["small"] < share["first"] < share["cents"] and share["cents"] > 0.65
    assert versions["small"][dear].mean() > versions["first"][dear].mean() + 0.05
    assert versions["small"][~dear].mean() < versions["first"][~dear].mean() - 0.05
    said = deploying_file.answers(trained_world.source, trained_world.rows)[..., 0]
    errors = np.abs(said - trained_world.truth).mean(-1)[:, 0]
    assert errors[0] == pytest.approx(0.81, abs=0.03) and errors[1] > 4.5
    assert np.abs(said[0, 1] - said[0, 0]).max() < 0.01 and np.abs(said[0, 2] - said[0, 0]).max() < 0.1


@whole  # the text's own numbers
def test_what_is_said_of_a_year_is_true(trained_world):
    quiet, months = slice(0, 5), slice(5, 12)
    for change, sees in (("service", [False, False, False, True]), ("monday", [True, True, False, False])):
        own = np.median(deploying_tasks.learn_year(change)["monitors"], axis=1)
        assert [
            bool(now > 1.5 * then) for then, now in zip(own[:, quiet].mean(1), own[:, months].mean(1), strict=True)
        ] == sees
    catches = deploying_tasks.learn_catches()
    caught = dict(zip(catches["changes"], catches["caught"], strict=True))
    assert max(caught["service"][:3]) < 0.2 and caught["service"][3] == 1 and caught["cents"] == [1, 1, 1, 1]
    assert min(caught["monday"][:2]) > 0.95 and max(caught["monday"][2:]) < 0.2
    for change in ("prices", "groups"):
        own = deploying_tasks.learn_year(change)["monitors"][0]
        levels = [
            level
            for level in np.linspace(0.02, 0.6, 80)
            if 12 * (own[:, quiet] > level).mean() <= 1 and (own[:, months] > level).any(1).mean() >= 0.9
        ]
        assert levels, "the question of the alarm can be answered"
    again = deploying_retrained.retrained("service")
    one, three, everything = again["after"][:, 5, 6:].mean(-1)
    assert one < three < everything < again["before"][-1] and again["old"][0, 5] > again["before"][0] + 0.2
    assert [again["before"][6], everything, one] == pytest.approx([0.7, 0.6, 0.1], abs=0.05)
    assert again["old"][0, 5] == pytest.approx(0.6, abs=0.05)
    idle = deploying_retrained.retrained("none")
    assert np.mean([idle["after"][0, k - 1, k] for k in range(1, 12)]) > idle["before"][0]


@whole  # the text's own numbers
def test_a_network_tested_against_itself_is_called_different_at_300_requests(trained_world):
    wrong = deploying_world.learn_versions()["first"].astype(int).tolist()
    function = """(wrong) => {
        const world = { first: wrong, second: wrong, dear: wrong }, stream = streamOf(1, 2000, wrong.length);
        return [300, 2000].map((sent) => {
            const { first, second } = counted(world, stream, routed(stream, [{ at: 0, share: 10 }], sent), sent);
            return [differ(first, second), second.wrong / second.requests > first.wrong / first.requests];
        });
    }"""
    names = {"lessons/deploying/canary.js": "counted, differ, routed, streamOf"}
    assert in_browser(names, function, [wrong])[0] == [[True, True], [False, True]]

"""Short links open what they were made of, and nothing else."""

import pytest
from streamlit.testing.v1 import AppTest

from nnviz import gallery, settings
from nnviz.errors import SpecError
from pages.shared.session import links
from tests.app.conftest import ROOT, in_hand


def test_a_short_link_opens_the_experiment_that_it_was_made_of(visit):
    app = visit("pages/lab/build.py", experiment=gallery.ready("shapes").to_token())
    app.button(key="build-short-link").click().run()
    made = next(code.value for code in app.code if "?e=" in code.value)
    other = visit("pages/lab/data.py", e=made.split("?e=")[1])
    assert in_hand(other).experiment == gallery.ready("shapes") and not other.exception


@pytest.mark.parametrize("key", ["0" * 16, "../../etc/passwd", "", "*"])
def test_a_key_that_is_not_kept_is_a_sentence(key):
    with pytest.raises(SpecError, match="No experiment is kept here"):
        links.find(key)


def test_a_file_that_is_not_what_its_name_says_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    place = tmp_path / "links" / "mine"
    place.mkdir(parents=True)
    (place / f"{'a' * 16}.json").write_text(gallery.ready("digits").to_json())
    with pytest.raises(SpecError):
        links.find("a" * 16)


def test_an_unknown_key_in_the_address_is_told_on_the_page(engine):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    app.query_params["e"] = "f" * 16
    assert "ask for the long link" in app.run().warning[0].value

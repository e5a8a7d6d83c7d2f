"""Every page, headless, from `app.py`, on one real engine."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nnviz import gallery
from nnviz.engine import client
from nnviz.training.train import train

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def engine():
    engine = client.get()
    engine.wait()
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def digits_run():
    """Digits, trained for two epochs."""
    exp = gallery.ready("digits")
    return train(exp.replace(train=exp.train.replace(epochs=2)))


@pytest.fixture(scope="session")
def cancer_run():
    """The diagnosis, trained for five epochs."""
    exp = gallery.ready("breast_cancer")
    return train(exp.replace(train=exp.train.replace(epochs=5)))


@pytest.fixture
def visit(engine):
    """`visit("pages/lab/data.py", run="…")`: that page of a new session, run to its end; it may show no exception."""

    def go(page: str, **query) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        app.switch_page(page).run()
        assert not app.exception, app.exception[0].value
        return app

    return go


def words(app: AppTest) -> str:
    """All the text of a page."""
    kinds = (app.title, app.caption, app.markdown, app.error, app.warning, app.info, app.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)

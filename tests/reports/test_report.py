"""The report of a run: all that it promises is in it, names stay text, nothing is asked of anybody, and it can end."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import plotly.graph_objects as go
import pytest

import nnviz
from nnviz.errors import RunError, SpecError
from nnviz.reports import kept, of_run
from nnviz.reports.html import Page
from tests import hostile_text

_CLASS = "<script>alert('x')</script> & =1+1"
_COLUMN = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small table whose column, classes and title mean harm, trained for an epoch."""
    rows = [f'{k % 7},{(k * 5) % 11},"{_CLASS if k % 2 else "plain"}"' for k in range(60)]
    file = tmp_path_factory.mktemp("own") / "own.csv"
    file.write_text("\n".join([f'"{_COLUMN}",other,kind', *rows]))
    data = nnviz.own_data(file, target="kind")
    model = nnviz.suggest(nnviz.load_data(data).schema)
    made = nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=1)))
    made.rename("Mine <b>bold</b>")
    return made


class _Seen(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def test_all_of_a_run_is_on_one_page_and_names_stay_text(run):
    told = []
    text = nnviz.report(run, examples=1, methods=["gradient_x_input"], tell=lambda *step: told.append(step))
    seen = _Seen(text)
    heads = [seen.texts[k + 1] for k, own in enumerate(seen.texts) if False] or re.findall(r"<h2[^>]*>([^<]*)", text)
    assert heads == [
        "Data", "Network", "Training", "Scores", "Explanations", "Do the explanations deserve belief?",
        "How to reproduce it",
    ]  # fmt: skip
    assert _COLUMN in seen.texts and _CLASS in seen.texts and "Mine <b>bold</b>" in seen.texts
    assert not any(name.startswith("on") for _, own in seen.tags for name in own)
    assert {tag for tag, _ in seen.tags}.isdisjoint({"img", "b", "iframe", "link"})
    # nothing comes from elsewhere, and only what is ours may run
    (policy,) = [own["content"] for tag, own in seen.tags if own.get("http-equiv")]
    nonce = re.search(r"script-src 'nonce-(\w+)'", policy)[1]
    running = [own for tag, own in seen.tags if tag == "script" and own.get("type") != "application/json"]
    assert [own["nonce"] for own in running] == [nonce, nonce] and "default-src 'none'" in policy
    assert not any(own.get("src") or own.get("href", "#")[0] != "#" for _, own in seen.tags)
    figures = [json.loads(own) for own in re.findall(r"<script type='application/json'>(.*?)</script>", text)]
    assert len(figures) >= 4 and all(own["figure"]["data"] for own in figures)
    assert f'nnviz.report("{run.id}"' in "".join(seen.texts) and nnviz.__version__ in seen.texts
    steps = [done for _, done, _ in told]
    assert steps == sorted(steps) and steps[-1] == told[-1][2] - 1


def test_text_of_every_kind_reads_as_it_was_and_code_keeps_its_indent():
    page = Page("t")
    for text in hostile_text.texts(120, 3):
        page.text(text)
        page.table([text], [[text]])
        page.facts({text: text})
    page.code("def f():\n    return 1 < 2")
    page.figure(go.Figure(go.Scatter(x=["</script>"], y=[1])))
    seen = _Seen(page.written())
    assert {tag for tag, _ in seen.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "nav", "ol", "p", "div", "table", "thead"),
        *("tr", "th", "tbody", "td", "dl", "dt", "dd", "pre", "code", "figure", "script", "noscript"),
    }
    assert "def f():\n    return 1 < 2" in "".join(seen.texts)
    page.figure(go.Figure(go.Scatter(x=["x" * 2_000_000], y=[1])), "Large.")
    assert "too large for this page. Large." in page.written()


def test_what_cannot_be_reported_is_a_sentence(run, tmp_path):
    with pytest.raises(RunError, match="from 0 to 12"):
        nnviz.report(run, examples=99)
    with pytest.raises(SpecError, match="gradient"):
        nnviz.report(run, methods=["gradeint"])
    with pytest.raises(RunError, match="cannot be written"):
        nnviz.report(run, tmp_path / "there" / "is" / "none.html", examples=0)
    with pytest.raises(RunError):
        nnviz.report("20200101-000000-00000000")


def test_it_is_kept_with_its_run_and_can_be_stopped(run):
    assert kept.read(run) is None
    kept.begin(run, 0)
    kept.stop(run)
    of_run.report_of_run(run.id, 0)
    assert kept.read(run).state == "stopped" and not kept.path(run).is_file()
    assert kept.begin(run, 0).active and kept.read(run).active
    of_run.report_of_run(run.id, 0)
    assert kept.read(run).state == "finished" and "Do the explanations" not in kept.path(run).read_text()
    gone = dataclasses.replace(kept.read(run), state="running", process=("elsewhere", 1, 1.0), updated=0.0)
    assert kept._as_it_is(gone).state == "failed"

"""Escaping: hostile text reads as it was written, and does nothing, wherever it goes."""

import ast
import csv
import html
import io
import random
import re
from html.parser import HTMLParser

import pandas as pd
import plotly.graph_objects as go
import pytest
from markdown_it import MarkdownIt

from nnviz import escaping, names
from pages.shared.figures import views
from tests.hostile_text import texts

TEXTS = texts(1500, seed=3)
STREAMLIT_REPLACES = (
    r":(?!material/|streamlit:)[\w+-][\w_+-]*:", r":material/\w+:", r":streamlit:", r"(^|\s)<->(\s|$)",
    r"(^|\s)->(\s|$)", r"(^|\s)<-(\s|$)", r"(^|\s)--(\s|$)", r"(^|\s)>=(\s|$)", r"(^|\s)<=(\s|$)", r"(^|\s)~=(\s|$)",
    r"(https?:\/\/|www(?=\.))([-.\w]+)([^ \t\r\n]*)", r"([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)",
)  # fmt: skip
"""Patterns that Streamlit 1.67 replaces in plain text once Markdown has been read."""


class Reader(HTMLParser):
    """What HTML says: its tags with their attributes, and its text."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.tags.append(("!", data))


def test_markdown_shows_the_text_itself():
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for text in TEXTS:
        page = Reader(reader.render(escaping.markdown(text)))
        assert [tag for tag, _ in page.tags] in (["p"], []), text
        assert page.text.strip().replace("\u2060", "") == names.clean_line(text).replace("\u2060", ""), text
        assert not any(re.search(pattern, page.text, re.IGNORECASE) for pattern in STREAMLIT_REPLACES), text


def test_markdown_inside_marks_of_our_own_stays_inside_them():
    reader = MarkdownIt("commonmark")
    for text in TEXTS:
        if names.clean_line(text):
            page = Reader(reader.render(f"True: **{escaping.markdown(text)}** (1)"))
            assert [tag for tag, _ in page.tags] == ["p", "strong"], text
            assert "$" not in re.sub(r"\\.", "", escaping.markdown(text))


def test_marks_around_nothing_are_still_marks():
    assert Reader(MarkdownIt("commonmark").render(f"**{escaping.markdown(' ')}**")).tags == [("p", []), ("strong", [])]


def test_html_holds_no_new_tag_and_reads_as_the_text():
    for text in TEXTS:
        page = Reader(f"<p title=\"{escaping.html(text)}\" lang='{escaping.html(text)}'>{escaping.html(text)}</p>")
        line = names.clean_line(text)
        assert page.tags == [("p", [("title", line), ("lang", line)])] and page.text == line


def test_a_label_of_a_figure_holds_no_tag_template_or_formula():
    for text in TEXTS:
        label = escaping.figure(text)
        assert html.unescape(label) == names.clean_line(text)
        assert not set("<>$") & set(label) and "%{" not in label
        assert all(re.match(r"&(amp|lt|gt|#\d+);", label[at.start() :]) for at in re.finditer("&", label))


def test_a_figures_page_has_the_same_tags_whatever_it_is_called():
    def page(text):
        figure = go.Figure(go.Bar(x=[escaping.figure(text)], y=[1]))
        figure.update_layout(title_text=escaping.figure(text))
        return Reader(figure.to_html(include_plotlyjs=False, div_id="x")).tags

    assert all(page(text) == page("plain") for text in TEXTS[:200])


def plain_value(draw: random.Random, depth: int = 0):
    kind = draw.randrange(5 if depth > 2 else 8)
    if kind == 5:
        return [plain_value(draw, depth + 1) for _ in range(draw.randrange(3))]
    if kind == 6:
        return tuple(plain_value(draw, depth + 1) for _ in range(draw.randrange(3)))
    if kind == 7:
        return {draw.choice(TEXTS): plain_value(draw, depth + 1) for _ in range(draw.randrange(3))}
    return (draw.choice(TEXTS), draw.randrange(-9, 9), draw.uniform(-1e30, 1e-30), draw.choice([True, False]), None)[
        kind
    ]


def test_a_literal_is_the_value():
    draw = random.Random(8)
    for value in [*TEXTS, *(plain_value(draw) for _ in range(1500))]:
        text = escaping.literal(value)
        assert ast.literal_eval(text) == value and text.isprintable()
    assert escaping.literal("abc") == '"abc"' and escaping.literal("it's") == '"it\'s"'
    assert repr(eval(escaping.literal([float("inf"), float("-inf"), float("nan")]))) == "[inf, -inf, nan]"


def test_comments_and_docstrings_stay_what_they_are():
    for text in TEXTS:
        program = f'"""{escaping.docstring(text)}: a network."""\nx = 1  # {escaping.comment(text)}\ny = 2\n'
        tree = ast.parse(program)
        assert [type(node) for node in tree.body] == [ast.Expr, ast.Assign, ast.Assign]
        assert ast.get_docstring(tree, clean=False) == f"{names.clean_line(text)}: a network."


def test_a_table_comes_back_and_no_cell_is_a_formula():
    lines = [names.clean_line(text) for text in TEXTS]
    table = pd.DataFrame({"=name": lines, "number": [-float(k) for k in range(len(lines))]})
    rows = list(csv.reader(io.StringIO(views.csv(table))))
    assert rows[0] == ["'=name", "number"] and len(rows) == len(lines) + 1
    for line, (cell, number), k in zip(lines, rows[1:], range(len(lines)), strict=True):
        assert cell == line or cell == f"'{line}" and line.lstrip()[0] in "=+-@"
        assert not re.match(r"\s*[=+\-@\t\r]", cell) or float(cell) is not None
        assert float(number) == -k


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1.5", "-1.5"),
        ("−3", "−3"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
        (3, 3),
    ],
)
def test_formulas_get_an_apostrophe_and_numbers_stay(cell, safe):
    assert escaping.csv_cell(cell) == safe


def test_a_file_name_has_no_path_in_it():
    for text in [*TEXTS, "../../etc/passwd", "CON", "nul.txt", "a/b\\c:d", "." * 9, "x" * 300]:
        name = escaping.file_name(text)
        assert re.fullmatch(r"[\w.-]{1,80}", name) and ".." not in name and name.strip("-._") == name
    assert escaping.file_name("../../etc/passwd") == "etc-passwd" and escaping.file_name("CON") == "file"
    assert escaping.file_name("Zähler 1") == "Zähler-1"

"""What every lesson of the course promises, driven for each lesson. A new lesson is driven by being listed.

A course has many lessons, so each may cost about two seconds of processor time here. One reader for each theme goes
through the course in one session: one lesson in the light theme, the next in the dark one; eight are measured on a wide
screen, the next eight on a narrow one; a quarter of them is judged by axe-core. `make test-all` drives and judges every
lesson in both themes and widths. What all lessons do by the same code is driven on one, in test_lesson_page.py; answers
and doors are tested without a browser, in tests/app/test_lessons.py.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from nnviz.concepts import asked
from pages.shared.lessons.course import LESSONS
from pages.shared.lessons.preset import of_address
from tests.browser.lessons import WIDTHS, dark_symbols, drawn, faults, follow, idle, no_wider_than, open_lesson
from tests.declared_lesson import DeclaredLesson, declared
from tests.sampling import ALL, sample

THEMES = ("light", "dark")
VISITS = [(name, theme) for at, name in enumerate(LESSONS) for theme in (THEMES if ALL else [THEMES[at % 2]])]
COLD = list(product(LESSONS, WIDTHS)) if ALL else [(*sample(LESSONS, 1), min(WIDTHS))]
SCREENS = {name: sorted(WIDTHS) if ALL else [WIDTHS[at // 8 % 2]] for at, name in enumerate(LESSONS)}
HEARD = [name for at, name in enumerate(LESSONS) if ALL or at % 4 == at // 4 % 4]
_BY_WAY_OF = {"convolutions": "train?run={run}"}
"""What a reader opens before a lesson that shows what a run has learnt, and trains one where there is none."""
_OWN = "[class*='st-key-lesson-']:not([class*='-code'])"
_MOST = 8  # pixels
_PLACE = """(place) => {
  const kept = parseFloat(getComputedStyle(place).minHeight);
  place.style.minHeight = "0";
  const needed = place.getBoundingClientRect().height;
  place.style.minHeight = "";
  return [kept, needed];
}"""
_WRONG_SYMBOLS = """(picture, legend) => {
  const parts = (node) => node.dataset.part.split(" ").filter(Boolean);
  const symbols = [...legend.querySelectorAll("li")], wrong = [];
  for (const node of picture.querySelectorAll("[data-part]")) {
    node.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, composed: true }));
    for (const symbol of symbols) {
      const expected = parts(symbol).some((part) => parts(node).includes(part));
      if (symbol.classList.contains("lit") !== expected) wrong.push(`${node.dataset.part}: ${symbol.dataset.part}`);
    }
    node.dispatchEvent(new PointerEvent("pointerleave", { bubbles: true, composed: true }));
  }
  return wrong;
}"""
_TABLES = """(twin) => [...twin.querySelectorAll("table")].map((table) => ({
  caption: table.caption.textContent,
  head: table.tHead.rows[0].cells.length,
  rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
}))"""
_BACK = """async (name) => {
  const room = "/_stcore/bidi-components/nnviz.lesson/lesson";
  const [{ hub }, { packed, fits }] = await Promise.all([import(`${room}/hub.js`), import(`${room}/preset.js`)]);
  const told = hub(name).of("state");
  if (!told) return null;
  const state = JSON.parse(JSON.stringify(told));
  hub(name).set(state);
  const back = JSON.stringify(hub(name).of("state")) === JSON.stringify(told);
  return { address: packed(told), fits: fits(state, told), back };
}"""
_SET = """async ([name, state]) => {
  const { hub } = await import("/_stcore/bidi-components/nnviz.lesson/lesson/hub.js");
  hub(name).set(state);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  let measured = {};
  hub(name).join({ changed: (_, measures) => { measured = measures ?? {}; } })();
  return measured;
}"""
_WATCH = """() => {
  window.tops = [];
  window.above = [];
  const height = (node) => node.getBoundingClientRect().height;
  const look = () => {
    const [heading, main] = [document.getElementById('intuition'), document.querySelector('[data-testid=stMain]')];
    const lettered = document.fonts.status === 'loaded';
    if (heading && main && lettered) {
      window.tops.push(heading.getBoundingClientRect().top + main.scrollTop);
      const parts = [...main.querySelectorAll('[data-testid=stMainBlockContainer] > div > *')];
      window.above.push(parts.map((part) => `${height(part).toFixed(0)} ${part.innerText.slice(0, 40)}`));
    }
    if (!window.watched) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""

_MOVED_BY_AN_EMPTY_COLUMN = """() => {
  const top = () => document.getElementById('intuition').getBoundingClientRect().top, before = top();
  document.querySelector('.st-key-sections .st-key-section-2').parentNode.parentNode.replaceChildren();
  return top() - before;
}"""


class Reader:
    """Who goes through the course in one theme, in one session of the app."""

    def __init__(self, page: Page, app_url: str, run: str):
        self._page, self._address, self._run = page, app_url, run
        self._errors, self._lost = [], True
        page.on("pageerror", lambda error: self._errors.append(error))

    @contextmanager
    def at(self, name: str) -> Iterator[Page]:
        """The page at that lesson, as the course's index leads there; in a new session at first, and after a test that
        ended midway. Nothing goes wrong in its scripts meanwhile."""
        first, *then = [*([_BY_WAY_OF[name]] if name in _BY_WAY_OF else []), LESSONS[name].url]
        if self._lost:
            self._errors.clear()
            self._page.goto(f"{self._address}/{first.format(run=self._run)}", wait_until="commit")
        else:
            follow(self._page, first.format(run=self._run))
        for address in then:
            follow(self._page, address)
        self._lost = True
        self._page.locator(f".st-key-lesson-{name}-picture .nl-root[data-ready]").wait_for()
        idle(self._page)
        self._page.locator(".nl-legend li").first.wait_for()
        yield self._page
        drawn(self._page)
        idle(self._page)  # a picture that was set may ask the page, which is to have answered
        assert self._errors == []
        self._lost = False


@pytest.fixture(scope="module")
def readers(contexts, app_url, digits_run):
    pages = {theme: contexts(theme).new_page() for theme in THEMES}
    yield {theme: Reader(page, app_url, digits_run.id) for theme, page in pages.items()}
    for page in pages.values():
        page.close()


@pytest.mark.parametrize(("name", "theme"), VISITS)
def test_what_every_lesson_promises(readers, name, theme):
    lesson = declared(name)
    with readers[theme].at(name) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text(lesson.text.question)
        it_fits_and_keeps_its_place_at_every_width(page, name)
        experiments_light_every_symbol_and_say_what_to_see(page, lesson)
        a_link_brings_the_picture_back(page, lesson)
        the_picture_can_be_read_as_tables(page)
        assert page.locator(".nl-code pre").all_text_contents() == list(lesson.text.code)
        nobody_is_kept_out(page, name)
        questions_are_set_in_the_picture(page, lesson)


@pytest.mark.parametrize(("name", "width"), COLD)
def test_text_stays_where_it_was_first_painted(contexts, app_url, name, width):
    """In a new session, for one who has nothing against motion. Until a typeface is there its text takes the place of
    another one's, and is not painted."""
    page = contexts("dark").new_page()
    page.add_init_script(f"({_WATCH})()")
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size({"width": width, "height": 900})
    open_lesson(page, app_url, LESSONS[name].url.removeprefix("learn-"))
    drawn(page)
    tops, above = page.evaluate("() => { watched = true; return [tops, above]; }")
    moved = page.evaluate(_MOVED_BY_AN_EMPTY_COLUMN)
    page.close()
    assert moved == 0, "by the column in which nothing is yet"
    assert len(tops) > 2
    highest, lowest = (above[tops.index(pick(tops))] for pick in (min, max))
    assert max(tops) - min(tops) <= _MOST, [part for part in zip(highest, lowest, strict=False) if len(set(part)) > 1]


def it_fits_and_keeps_its_place_at_every_width(page: Page, name: str) -> None:
    """Nothing sticks out at the side, and the place that is kept for the picture is as tall as the picture."""
    for width in SCREENS[name]:
        page.set_viewport_size({"width": width, "height": 900})
        drawn(page)
        assert no_wider_than(page, width)
        kept, needed = page.locator(f".st-key-lesson-{name}-picture").evaluate(_PLACE)
        assert needed <= kept + _MOST, f"place.css, {width} px wide"
    page.set_viewport_size({"width": max(WIDTHS), "height": 900})


def experiments_light_every_symbol_and_say_what_to_see(page: Page, lesson: DeclaredLesson) -> None:
    """Each symbol of the formula lights up something in the picture, at the beginning or in one of the experiments; and
    parts of the picture light up their own symbols, at the beginning and at the end. Experiments are begun until no
    symbol is dark any more, since some train many networks (all, and looked at in between, by `make test-all`)."""
    dark = set(dark_symbols(page))
    assert wrong_symbols(page) == []
    for trial in lesson.text.trials:
        page.locator(".nl-trials").get_by_role("button", name=trial.title, exact=True).click()
        expect(page.locator(".nl-task .nl-see")).to_have_text(trial.see)
        if dark:
            dark &= set(dark_symbols(page))
        if not dark and not ALL:
            break
        if ALL:
            assert wrong_symbols(page) == []
    assert dark == set() and wrong_symbols(page) == []


def wrong_symbols(page: Page) -> list[str]:
    """Parts of the picture that, pointed at, light up symbols that they do not stand for, or not those that they stand
    for."""
    page.mouse.move(1, 1)
    return page.locator(".nl-picture").evaluate(_WRONG_SYMBOLS, page.locator(".nl-legend").element_handle())


def a_link_brings_the_picture_back(page: Page, lesson: DeclaredLesson) -> None:
    """Where the picture tells what it stands at, an address can hold it."""
    told = page.evaluate(_BACK, lesson.text.name)
    if told is not None:
        assert told["fits"] and told["back"]
        assert of_address(lesson.text, {"set": told["address"]}).state


def the_picture_can_be_read_as_tables(page: Page) -> None:
    page.get_by_text("The picture as numbers").click()
    expect(page.locator(".nl-twin table").first).to_be_visible()
    for table in page.locator(".nl-twin").evaluate(_TABLES):
        assert table["caption"].strip()
        assert table["rows"] and all(len(cells) == table["head"] for cells in table["rows"]), table
        assert not re.search("undefined|null|NaN|object", str(table["rows"])), table


def nobody_is_kept_out(page: Page, name: str) -> None:
    """No fault by axe-core. What is Streamlit's own, code and tables are the same in every lesson, and are judged in
    one (test_lesson_page.py), with the contrast of colours, which all come from one theme."""
    if name in HEARD:
        idle(page)  # what a run of the page has yet to draw again is paler meanwhile
        assert faults(page, within=_OWN, contrast_within=_OWN if ALL else None) == []


def questions_are_set_in_the_picture(page: Page, lesson: DeclaredLesson) -> None:
    """What the picture is to be made to do is not done yet where it begins; the first question that has something to
    show changes it. That the buttons below a question hand it on is tested without a browser."""
    before, shown = page.locator(".nl-legend").text_content(), False
    for number, question in enumerate(map(lesson.ask, range(12))):
        if question.state and (question.make or not shown):
            measured = page.evaluate(_SET, [lesson.text.name, question.state])
            if question.make:
                assert not lesson.judge(number, asked.measures({"measures": measured})).right
            else:
                shown = True
                expect(page.locator(".nl-legend")).not_to_have_text(before)

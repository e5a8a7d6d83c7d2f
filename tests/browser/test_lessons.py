"""What every lesson of the course promises, driven once for each lesson. A new lesson is driven by being listed."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.shared.lessons.course import LESSONS
from tests.browser.lessons import WIDTHS, dark_symbols, drawn, faults, open_lesson, through_the_course
from tests.declared_lesson import DeclaredLesson, declared

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
_MOST = 8  # pixels
_WATCH = """() => {
  window.tops = [];
  const look = () => {
    const [heading, main] = [document.getElementById('intuition'), document.querySelector('[data-testid=stMain]')];
    if (heading && main) window.tops.push(heading.getBoundingClientRect().top + main.scrollTop);
    if (!window.watched) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@pytest.fixture(scope="module")
def watched(contexts):
    """`watched(theme, width)`: the page of that theme, which notes in `window.tops` where the text below a lesson's
    picture stands, frame by frame."""
    pages = {}

    def get(theme: str, width: int) -> Page:
        if theme not in pages:
            pages[theme] = contexts(theme).new_page()
            pages[theme].add_init_script(f"({_WATCH})()")
            pages[theme].emulate_media(reduced_motion="no-preference")
        pages[theme].set_viewport_size({"width": width, "height": 900})
        return pages[theme]

    yield get
    for page in pages.values():
        page.close()


def open_without_a_jump(page: Page, app_url: str, name: str) -> list:
    """The lesson, opened; the text below its picture has stayed where it was first painted while the picture came.
    Returns the list of what goes wrong in its scripts from now on."""
    errors = []
    page.goto("about:blank")
    page.on("pageerror", lambda error: errors.append(error))
    open_lesson(page, app_url, LESSONS[name].url.removeprefix("learn-"))
    drawn(page)
    tops = page.evaluate("() => { watched = true; return tops; }")
    assert len(tops) > 2
    assert max(tops) - min(tops) <= _MOST, f"first {tops[0]:.0f}, then between {min(tops):.0f} and {max(tops):.0f}"
    return errors


@pytest.mark.parametrize("name", LESSONS)
def test_what_every_lesson_promises(watched, app_url, name):
    page, lesson = watched("light", max(WIDTHS)), declared(name)
    errors = open_without_a_jump(page, app_url, name)
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.text.question)
    experiments_light_every_symbol_and_say_what_to_see(page, lesson)
    the_picture_can_be_read_as_tables(page)
    assert faults(page) == []
    code_is_copied(page, lesson)
    an_answer_is_judged(page, lesson)
    a_question_is_shown_in_the_picture(page, lesson)
    doors_lead_out_and_back(page, lesson)
    assert errors == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_can_be_read_on_a_phone_and_in_the_dark_theme_too(watched, app_url, name):
    page, trial = watched("dark", min(WIDTHS)), declared(name).text.trials[-1]
    errors = open_without_a_jump(page, app_url, name)
    page.get_by_role("button", name=trial.title, exact=True).click()
    expect(page.locator(".nl-see")).to_have_text(trial.see)
    page.get_by_text("The picture as numbers").click()
    assert faults(page, "color-contrast", widths=WIDTHS[-1:]) == [], "only the colours are others"
    assert errors == []


def experiments_light_every_symbol_and_say_what_to_see(page: Page, lesson: DeclaredLesson) -> None:
    """Each symbol of the formula lights up something in the picture, at the beginning or in one of the experiments."""
    dark = set(dark_symbols(page))
    assert wrong_symbols(page) == []
    for trial in lesson.text.trials:
        page.get_by_role("button", name=trial.title, exact=True).click()
        expect(page.locator(".nl-see")).to_have_text(trial.see)
        if dark:
            dark &= set(dark_symbols(page))
        assert wrong_symbols(page) == []
    assert dark == set()


def wrong_symbols(page: Page) -> list[str]:
    """Parts of the picture that, pointed at, light up symbols that they do not stand for, or not those that they stand
    for."""
    page.mouse.move(1, 1)
    return page.locator(".nl-picture").evaluate(_WRONG_SYMBOLS, page.locator(".nl-legend").element_handle())


def the_picture_can_be_read_as_tables(page: Page) -> None:
    page.get_by_text("The picture as numbers").click()
    tables = page.locator(".nl-twin table")
    expect(tables.first).to_be_visible()
    for table in tables.all():
        expect(table.locator("caption")).not_to_be_empty()
        width = table.locator("thead th").count()
        rows = [row.locator("th, td").all_text_contents() for row in table.locator("tbody tr").all()]
        assert rows and all(len(cells) == width for cells in rows), rows
        assert not re.search("undefined|null|NaN|object", str(rows)), rows


def code_is_copied(page: Page, lesson: DeclaredLesson) -> None:
    buttons = page.locator(".nl-copy")
    expect(buttons).to_have_count(len(lesson.text.code))
    for button, code in zip(buttons.all(), lesson.text.code, strict=True):
        button.click()
        expect(button).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == code


def an_answer_is_judged(page: Page, lesson: DeclaredLesson) -> None:
    """Wrongly with Enter, rightly with the button; another question keeps the keyboard's place."""
    wrong, right = lesson.wrong_answer(), lesson.right_answer()
    said = page.get_by_test_id("stAlert")
    _answer(page, wrong).press("Enter")
    expect(said).to_contain_text(_plain(lesson.judge(0, wrong).words))
    _answer(page, right)
    page.get_by_role("button", name="Check my answer").click()
    expect(said).to_contain_text(_plain(lesson.judge(0, right).words))
    another = page.get_by_role("button", name="Another question")
    another.click()
    expect(said).to_have_count(0)
    if not lesson.ask(1).choices:
        expect(page.get_by_role("spinbutton", name="Your answer")).to_have_value("")
    expect(another).to_be_focused()


def _answer(page: Page, answer: float | str) -> Locator:
    """Types or chooses it; returns the field."""
    if isinstance(answer, str):
        field = page.get_by_role("radio", name=answer)
        field.check(force=True)
    else:
        field = page.get_by_role("spinbutton", name="Your answer")
        field.fill(f"{answer:.4g}")
    return field


def _plain(markdown: str) -> str:
    """Its longest piece without any mark-up."""
    return max(re.split(r"[*$`\\\n_]+", markdown), key=len).strip()


def a_question_is_shown_in_the_picture(page: Page, lesson: DeclaredLesson) -> None:
    """The first question after the second that has something to show."""
    number = next(number for number in range(1, 12) if lesson.ask(number).state)
    for _ in range(number - 1):
        page.get_by_role("button", name="Another question").click()
    before = page.locator(".nl-legend").text_content()
    words = "Begin in the picture" if lesson.ask(number).make else "Show it in the picture"
    page.get_by_role("button", name=words).click()
    expect(page.locator(".nl-see")).to_be_hidden()
    expect(page.locator(".nl-legend")).not_to_have_text(before)


def doors_lead_out_and_back(page: Page, lesson: DeclaredLesson) -> None:
    """The last door into the Lab, and back through the navigation; then on to the next lesson. That every door opens
    what it says is tested without a browser."""
    main, name, door = page.get_by_test_id("stMain"), lesson.text.name, lesson.doors[-1]
    for other in lesson.doors:
        expect(page.get_by_role("button", name=other.label)).to_be_visible()
    page.get_by_role("button", name=door.label).click()
    page.wait_for_url(re.compile(rf"/{door.page.rsplit('/')[-1].removesuffix('.py')}\b"))
    expect(main.get_by_role("heading", level=1)).not_to_have_text(lesson.text.question)
    expect(main.get_by_role("heading", level=1)).to_be_visible()
    through_the_course(page, LESSONS[name].url)
    page.locator(".nl-root[data-ready]").wait_for()
    page.get_by_role("button", name=door.label).wait_for()
    following = [LESSONS[target] for target, _ in lesson.text.next if target in LESSONS]
    links = [main.get_by_role("link", name=f"{entry.title}: ") for entry in following]
    for link in links:
        expect(link).to_be_visible()
    links[0].click()
    page.wait_for_url(re.compile(f"/{following[0].url}\\b"))

"""What all lessons' pages do by the same code, driven on one: code is copied, an answer judged, and one leads out and
back. tests/browser/test_lessons.py drives what every lesson promises."""

import re

from playwright.sync_api import Page, expect

from nnviz.glossary import terms
from pages.shared.lessons.course import LESSONS
from tests.browser.lessons import drawn, faults, idle, open_lesson, settled, through_the_course
from tests.declared_lesson import DeclaredLesson, declared
from tests.sampling import whole

NAME = "neuron"


def test_a_lessons_page(page, app_url):
    lesson = declared(NAME)
    open_lesson(page, app_url, NAME)
    assert page.locator(".nc-spikes circle").count() == 0, "who wants no motion sees none"
    page.get_by_text("The picture as numbers").click()
    assert faults(page) == []
    code_is_copied(page, lesson)
    an_experiment_keeps_back_what_one_should_see(page, lesson)
    an_answer_is_judged(page, lesson)
    a_term_says_what_it_means(page)
    on_paper_there_is_the_lesson_alone(page)


@whole  # tests/app/test_lessons.py has the doors, tests/web/lesson_preset.test.mjs what a link sets up
def test_ways_out_of_a_lesson_and_back(page, app_url):
    lesson = declared(NAME)
    open_lesson(page, app_url, NAME)
    page.get_by_text("The picture as numbers").click()
    a_teachers_link_opens_the_lesson_as_it_was_set_up(page, lesson)
    doors_lead_out_and_back(page, lesson)


def code_is_copied(page: Page, lesson: DeclaredLesson) -> None:
    buttons = page.locator(".nl-copy")
    expect(buttons).to_have_count(len(lesson.text.code))
    for button, code in zip(buttons.all(), lesson.text.code, strict=True):
        button.click()
        expect(button).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == code


def an_experiment_keeps_back_what_one_should_see(page: Page, lesson: DeclaredLesson) -> None:
    """Beside the picture stands what to do, and what one should see once one asks; in the list of experiments, too."""
    first, second = lesson.text.trials[:2]
    for trial in (first, second):
        page.locator(".nl-trials").get_by_role("button", name=trial.title, exact=True).click()
        task = page.locator(".nl-task")
        expect(task).to_contain_text(f"{trial.title}. {trial.do}")
        expect(task.locator(".nl-see")).to_be_hidden()
    task.get_by_role("button", name="What should I see?").click()
    expect(task.locator(".nl-see")).to_be_visible()
    expect(task.locator(".nl-see")).to_have_text(second.see)
    expect(page.locator(".nl-trials .nl-see:visible")).to_have_count(0)


def an_answer_is_judged(page: Page, lesson: DeclaredLesson) -> None:
    """Wrongly with Enter, rightly with the button; another question keeps the keyboard's place."""
    wrong, right = lesson.wrong_answer(), lesson.right_answer()
    said, field = page.get_by_test_id("stAlert"), page.get_by_role("spinbutton", name="Your answer")
    field.fill(f"{wrong:.4g}")
    field.press("Enter")
    expect(said).to_contain_text(_plain(lesson.judge(0, wrong).words))
    field.fill(f"{right:.4g}")
    page.get_by_role("button", name="Check my answer").click()
    expect(said).to_contain_text(_plain(lesson.judge(0, right).words))
    page.get_by_role("button", name="Show it in the picture").click()
    expect(page.locator(".nl-legend li[data-part='x1 x2'] .nl-value")).to_have_text(shown(lesson))
    another = page.get_by_role("button", name="Another question")
    another.click()
    expect(said).to_have_count(0)
    expect(field).to_have_value("")
    expect(another).to_be_focused()


def shown(lesson: DeclaredLesson) -> str:
    """The inputs of the first question, as the formula says them."""
    state = lesson.ask(0).state
    return f"{state['x1']:.2f}, {state['x2']:.2f}".replace("-", "−")


def _plain(markdown: str) -> str:
    """Its longest piece without any mark-up."""
    return max(re.split(r"[*$`\\\n_]+", markdown), key=len).strip()


def a_term_says_what_it_means(page: Page) -> None:
    """To whoever points at it or comes to it with the keyboard, until Escape; what it leads to can be pointed at."""
    card, mark = page.locator("#nn-term"), page.locator(".st-key-section-1 a[href*='learn-glossary']").first
    mark.hover()
    expect(card).to_contain_text(terms()["bias"].sentence)
    assert mark.get_attribute("aria-describedby") == "nn-term-words" and not mark.get_attribute("title")
    card.get_by_role("link", name="In the glossary").hover()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    mark.evaluate("(mark) => mark.focus({ focusVisible: true })")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def on_paper_there_is_the_lesson_alone(page: Page) -> None:
    """Whole, with its links spelled out and its answers blank."""
    field = page.get_by_role("spinbutton", name="Your answer")
    field.fill("0.5")
    page.emulate_media(media="print")
    for gone in ("stSidebar", "stHeader", "stExpander", "stFormSubmitButton"):
        expect(page.get_by_test_id(gone).first).to_be_hidden()
    expect(page.locator(".nl-picture")).to_be_visible()
    assert field.evaluate("(field) => getComputedStyle(field).color") == "rgba(0, 0, 0, 0)"
    link = page.locator(".st-key-section-7 a[href^='http']").first
    behind = link.evaluate("(link) => getComputedStyle(link, '::after').content")
    assert "attr(href)" in behind or link.get_attribute("href") in behind
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(main) => getComputedStyle(main).overflow") == "visible", "nothing is scrolled out of sight"
    page.emulate_media(media="screen")


def a_teachers_link_opens_the_lesson_as_it_was_set_up(page: Page, lesson: DeclaredLesson) -> None:
    """In another tab, without what was left out."""
    page.get_by_role("button", name=lesson.text.trials[1].title, exact=True).click()
    page.get_by_text("For teachers").click()
    page.get_by_role("checkbox", name="Formula").check()
    page.get_by_role("checkbox", name="Activation function f").check()
    values = page.locator(".nl-twin table").first.text_content()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open it").click()
    link = opened.value
    link.get_by_role("heading", name="Go on").wait_for()
    link.locator(".nl-root[data-ready]").wait_for()
    link.get_by_text("The picture as numbers").click()
    expect(link.locator(".nl-twin table").first).to_have_text(values)
    expect(link.get_by_role("group", name="Activation function f")).to_be_hidden()
    expect(link.get_by_role("group", name="Examples")).to_be_visible()
    expect(link.get_by_role("heading", name="Formula")).to_have_count(0)
    link.close()


def a_help_text_stays_for_the_keyboard(page: Page) -> None:
    """With its link to what explains the control."""
    sign, text = page.get_by_role("button", name="Help for Activation"), page.get_by_test_id("stTooltipContent")
    idle(page)

    def appears() -> bool:  # the page may be drawn anew while the keyboard comes
        if not text.count():
            sign.blur()
            sign.focus()
            drawn(page)
        return text.count() > 0

    assert settled(page, appears, True)
    page.keyboard.press("Enter")
    expect(page.locator("#nn-help a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#nn-help")).to_be_hidden()
    expect(sign).to_be_focused()


def doors_lead_out_and_back(page: Page, lesson: DeclaredLesson) -> None:
    """Through a door into the Lab, back by the course, and on to the next lesson."""
    main, door = page.get_by_test_id("stMain"), lesson.doors[-1]
    page.get_by_role("button", name=door.label).click()
    page.wait_for_url(re.compile(rf"/{door.page.rsplit('/')[-1].removesuffix('.py')}\b"))
    expect(main.get_by_role("heading", level=1)).not_to_have_text(lesson.text.question)
    expect(main.get_by_role("heading", level=1)).to_be_visible()
    a_help_text_stays_for_the_keyboard(page)
    through_the_course(page, LESSONS[NAME].url)
    page.locator(".nl-root[data-ready]").wait_for()
    page.get_by_role("button", name=door.label).wait_for()
    following = LESSONS[next(name for name, _ in lesson.text.next if name in LESSONS)]
    main.get_by_role("link", name=f"{following.title}: ").click()
    page.wait_for_url(re.compile(rf"/{following.url}\b"))

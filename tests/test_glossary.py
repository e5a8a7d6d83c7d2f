"""The glossary: every term is plain, short, and leads to what there is."""

import re

import pytest

from app import ADDRESSES, HIDDEN, PAGES
from nnviz.glossary import ADDRESS, of_another_meaning, terms
from pages.shared.lessons.course import COURSE
from pages.shared.lessons.words_listed import PLACES

TERMS = tuple(terms().values())


def _names(term) -> list[str]:
    return [term.name, *term.also]


def test_there_are_as_many_as_the_course_needs_each_under_its_own_name():
    assert len(TERMS) >= 150
    names = [name.lower() for term in TERMS for name in _names(term)]
    assert sorted(names) == sorted(set(names)), "two terms share a name"
    slugs = [term.slug for term in TERMS]
    assert len(terms()) == len(set(slugs)) and all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)
    assert slugs == sorted(slugs, key=lambda slug: slug.replace("-", " ")), "alphabetical"


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.slug)
def test_a_term_is_told_in_one_plain_sentence_and_not_by_itself(term):
    sentence = term.sentence
    assert 20 <= len(sentence) <= 200 and sentence[-1] in ".?" and sentence[0] in f"“{sentence[0].upper()}"
    assert not set('"\\<>[]()`$*_') & set(sentence.replace("(1958)", "")), "marks that a link's title would trip over"
    for name in _names(term):
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.I), name


def test_every_lesson_and_place_that_a_term_names_is_there():
    lessons = {entry.name for entry in COURSE}
    assert {term.lesson for term in TERMS} - {""} <= lessons
    assert {term.place for term in TERMS} - {""} <= set(PLACES)
    assert {lesson for term in TERMS for lesson in term.not_in} <= lessons
    assert ADDRESS in ADDRESSES
    titles = {address: title for section in (*PAGES.values(), HIDDEN) for _, title, _, address in section}
    assert {address: titles[address] for address in PLACES} == PLACES


def test_a_word_of_another_meaning_is_not_marked_in_its_lesson():
    assert of_another_meaning("overfitting") == {"bias"} and of_another_meaning("neuron") == set()


def test_every_lesson_is_where_some_term_is_explained():
    assert {entry.name for entry in COURSE} == {term.lesson for term in TERMS} - {""}

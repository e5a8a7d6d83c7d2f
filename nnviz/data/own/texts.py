"""A person's own texts → examples: a line each with its label, or a zip of text files with one folder a class."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nnviz import names
from nnviz.data import next_characters
from nnviz.data import texts as words_of
from nnviz.data.catalog.own import FORMS
from nnviz.data.own import files, reading, zips
from nnviz.data.own.reading import GUESSED
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

_MOST_BYTES = 100_000_000
"""Of a text file."""
_MOST_OF_ONE = 200_000
"""Bytes of one text in a zip that are read: far more than the words that are used of it."""
_MOST_CLASSES = 200
_FAST = re.compile(r"__label__(\S+)[\s,]+(.*)")
_WANTED = "a zip with one folder of .txt files for each class, such as praise/1.txt, praise/2.txt, blame/1.txt"
_LINES = "a line for each text: its label, a tab, and the text; or a zip with one folder of .txt files for each class"


def texts(file: str, title: str, limit: int, seed: int, form: str = GUESSED, encoding: str = GUESSED) -> Raw:
    """The texts of a kept file, and what each is labelled.

    Args:
        file: its name, as `nnviz.data.own.files.name_of` gave it.
        limit: how many texts are read; more are drawn at random with `seed`.
        form, encoding: how the lines of a text file are read; "guessed" from the file.

    Returns:
        Raw: x (n, words) places in all the words, 0 after a text's end; y (n,) the class, in alphabetical order.

    Raises:
        DataError: for a file that holds no labelled texts.
    """
    path = files.find(file, title)
    if path.suffix != ".zip" and (form := _form(lines_of(path, encoding)[0], form)) == FORMS[3]:
        return next_characters.examples(lines_of(path, encoding)[0], title, limit, seed)
    if path.suffix == ".zip":
        found, labels, notes = _of_folders(path, limit, seed)
    else:
        found, labels, notes = _of_lines(path, limit, seed, form, encoding)
    empty = [not words_of.split_words(text) for text in found]
    if any(empty):
        notes = (*notes, f"{sum(empty):,} texts without a word were left out.")
        found, labels = ([one for one, gone in zip(all_, empty, strict=True) if not gone] for all_ in (found, labels))
    classes = tuple(sorted(set(labels)))
    _worth_learning(labels, classes)
    number = {label: place for place, label in enumerate(classes)}
    codes, corpus = words_of.read(found)
    return Raw(
        codes,
        np.array([number[label] for label in labels]),
        _schema(title, classes),
        notes,
        words=corpus,
        texts=words_of.as_array(found),
    )


def _form(lines: Sequence[str], form: str) -> str:
    """How the lines are read. Raises DataError where they are too few to learn from without labels."""
    form = guessed_form(lines) if form == GUESSED else form
    characters = sum(map(len, lines))
    if not form or (form == FORMS[3] and characters < next_characters.LEAST):
        raise DataError(
            f"The {len(lines):,} lines of the file say no label, and hold {characters:,} characters.",
            expected=f"{_LINES}; without labels {next_characters.LEAST:,} characters, to learn which comes next",
            fix="For a table with a column of texts choose the source “A table”.",
            where="file",
        )
    return form


def guessed_form(lines: Sequence[str]) -> str:
    """Of `FORMS`, how most of these lines say their label; "" for a few that do not."""
    some = lines[:2_000]
    if sum(_FAST.match(line) is not None for line in some) > 0.5 * len(some):
        return FORMS[2]
    tabbed = [line for line in some if "\t" in line]
    if not some or len(tabbed) <= 0.5 * len(some):
        return FORMS[3] if sum(map(len, lines)) >= next_characters.LEAST else ""
    first = {line.split("\t", 1)[0] for line in tabbed}
    last = {line.rsplit("\t", 1)[1] for line in tabbed}
    return FORMS[0] if len(first) <= len(last) else FORMS[1]


def lines_of(path: Path, encoding: str = GUESSED) -> tuple[list[str], str]:
    """The lines of a text file that hold anything, and the encoding that they are read in."""
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise DataError(
            f"The file has {size / 1e6:,.0f} MB.", expected=f"at most {_MOST_BYTES / 1e6:.0f} MB of text", where="file"
        )
    content = path.read_bytes()
    encoding = reading.guessed_encoding(content[: reading.HEAD]) if encoding == GUESSED else encoding
    try:
        text = content.decode(reading.codec_of(content[:4096], encoding))
    except UnicodeDecodeError:
        encoding = "Windows-1252" if encoding == "UTF-8" else encoding
        text = content.decode(reading.ENCODINGS[encoding], errors="replace")
    return [line for line in re.split(r"\r\n|\n|\r", text) if line.strip()], encoding


def _of_lines(path: Path, limit: int, seed: int, form: str, encoding: str):
    lines, _ = lines_of(path, encoding)
    pairs = [parted(line, form) for line in lines]
    notes = ()
    lacking = [number for number, (label, _) in enumerate(pairs, 1) if not label]
    if lacking:
        which = "1 line has" if len(lacking) == 1 else f"{len(lacking):,} lines have"
        notes = (
            f"{which} no label (such as line {lacking[0]:,}) and {'is' if len(lacking) == 1 else 'are'} left out.",
        )
        pairs = [pair for pair in pairs if pair[0]]
    if len(pairs) > limit:
        drawn = np.sort(np.random.default_rng([seed, 4409]).permutation(len(pairs))[:limit])
        notes = (f"{limit:,} of {len(pairs):,} texts were drawn at random; raise the limit to read more.", *notes)
        pairs = [pairs[place] for place in drawn]
    return [text for _, text in pairs], [label for label, _ in pairs], notes


def parted(line: str, form: str) -> tuple[str, str]:
    """(label, text) of a line; "" for a label that it does not say."""
    if form == FORMS[2]:
        match = _FAST.match(line)
        return (names.clean(match[1]), match[2]) if match else ("", line)
    label, tab, text = line.partition("\t") if form == FORMS[0] else line.rpartition("\t")[::-1]
    return (names.clean(label), text) if tab else ("", line)


def _of_folders(path: Path, limit: int, seed: int):
    with zips.opened(path) as archive:
        folders = zips.by_class(archive, {".txt"})
        images = sum(folders.others[ending] for ending in (".png", ".jpg", ".jpeg"))
        notes = zips.check(folders, "text", _WANTED, "For images choose the source Images." if images > 1 else "")
        chosen, sampled = zips.drawn(folders.entries, limit, seed, "text")
        found, classes, problems = [], [], []
        for number, entry in chosen:
            try:
                found.append(_decoded(archive, entry))
                classes.append(number)
            except (DataError, OSError, ValueError, zipfile.BadZipFile) as error:
                problems.append((entry.filename, "empty" if "empty" in str(error) else "damaged, or no text"))
            except (NotImplementedError, RuntimeError) as error:
                raise zips.unreadable(error) from None
    called, numbers, gone = zips.present(zips.names_of(folders.entries), classes, "text")
    labels = [names.clean(called[number]) for number in numbers]
    return found, labels, (*notes, *sampled, *zips.left_out(problems), *gone)


def _decoded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with archive.open(entry) as file:
        content = file.read(_MOST_OF_ONE)
    return reading.decoded(content, reading.guessed_encoding(content))


def _worth_learning(labels: list[str], classes: tuple[str, ...]) -> None:
    if len(classes) < 2:
        only = f"All texts have one label, {classes[0]}" if classes else "The file holds no text"
        raise DataError(f"{only}.", expected="two or more labels", where="file")
    if len(classes) == len(labels):
        raise DataError(
            f"Each of the {len(labels):,} texts has a label of its own.",
            expected="several texts with each label",
            fix="If the label stands on the other side, choose so under “How it was read”.",
            where="form",
        )
    if len(classes) > _MOST_CLASSES:
        raise DataError(
            f"The texts have {len(classes):,} different labels.",
            expected=f"at most {_MOST_CLASSES}",
            fix="If the label stands on the other side, choose so under “How it was read”.",
            where="form",
        )


def _schema(title: str, classes: tuple[str, ...]) -> Schema:
    return Schema(
        kind="tokens",
        task="binary" if len(classes) == 2 else "multiclass",
        input_shape=(1,),
        class_names=classes,
        target_name="label",
        outputs=1 if len(classes) == 2 else len(classes),
        source=title or "Own texts",
    )

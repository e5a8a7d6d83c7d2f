"""What is particular to images, sequences and texts on the Understand tab."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.profiling.kinds import ImageProfile, SequenceProfile, TextProfile, Word
from nnviz.data.profiling.records import Profile
from nnviz.plots.by_class import class_images, class_sequences
from nnviz.plots.profile import column_spread
from pages.shared import frame
from pages.shared.data.columns_shown import spread_table
from pages.shared.figures import tables, views

_BESIDE = 4
_CHANNEL = "understand.channel"


def draw(profile: Profile, key: str) -> None:
    """Images, sequences or texts by class, and those beside the first input; nothing for tables."""
    if profile.images is not None:
        _images(profile.images, profile, key)
    if profile.sequences is not None:
        _sequences(profile.sequences, key)
    if profile.texts is not None:
        _texts(profile.texts, profile, key)
    for name, own in profile.beside:
        if isinstance(own, ImageProfile):
            _images(own, profile, f"{key}:{name}", name)
        else:
            _sequences(own, f"{key}:{name}", name)


def _titled(title: str, name: str) -> None:
    """A heading; of an input beside the first one with its name."""
    st.subheader(f"{escaping.markdown(name)}: {title[0].lower()}{title[1:]}" if name else title, anchor=False)


def _images(images: ImageProfile, profile: Profile, key: str, name: str = "") -> None:
    _titled("Mean, deviation and examples of each class", name)
    widest = words.plain(float(images.deviations.max()), 3)
    st.caption(
        f"White is {words.plain(images.brightest, 3)} in means and examples, and {widest} in deviations. Where the "
        "deviation is black, all images of the class are alike."
    )
    left_out = len(profile.classes) - len(images.names)
    if profile.classes and left_out > 0:
        st.caption(f"The {len(images.names)} most frequent classes; {left_out:,} more are not drawn.")
    views.figure(
        lambda: class_images(
            images.means,
            images.deviations,
            images.examples,
            images.names,
            images.brightest,
            frame.dark(),
            frame.narrow(),
        ),
        f"class-images{name and '-'}{name}",
        key,
        lambda: _pixels(images),
    )
    _titled("Brightness", name)
    views.figure(
        lambda: column_spread(
            images.brightness.counts,
            "Mean of all pixels",
            profile.classes,
            edges=images.brightness.edges,
            dark=frame.dark(),
        ),
        f"brightness{name and '-'}{name}",
        key,
        lambda: spread_table(images.brightness, "brightness", profile.classes),
    )


def _pixels(images: ImageProfile) -> pd.DataFrame:
    """Mean and deviation of every pixel of every class, one a row."""
    places = np.indices(images.means.shape).reshape(4, -1)
    table = pd.DataFrame({"class": np.asarray(images.names, object)[places[0]], "row": places[1] + 1})
    return table.assign(
        column=places[2] + 1, channel=places[3] + 1, mean=images.means.ravel(), deviation=images.deviations.ravel()
    )


def _sequences(sequences: SequenceProfile, key: str, name: str = "") -> None:
    _titled("Mean and deviation of each class, step by step", name)
    st.caption("Thick: the mean. Band: one deviation above and below. Thin: some of the sequences themselves.")
    place = 0
    if len(sequences.channels) > 1:
        chosen = st.segmented_control(
            "Which number of a step",
            sequences.channels,
            default=sequences.channels[0],
            required=True,
            key=f"{_CHANNEL}{name}",
        )
        place = sequences.channels.index(chosen)
    views.figure(
        lambda: class_sequences(
            sequences.means[..., place],
            sequences.deviations[..., place],
            sequences.examples[..., place],
            sequences.names,
            sequences.channels[place],
            frame.dark(),
        ),
        f"sequences{name and '-'}{name}",
        f"{key}:{place}",
        lambda: _steps(sequences, place),
    )


def _steps(sequences: SequenceProfile, place: int) -> pd.DataFrame:
    table = pd.DataFrame({"step": np.arange(1, sequences.means.shape[1] + 1)})
    for k, name in enumerate(sequences.names):
        table[f"{name}, mean"] = sequences.means[k, :, place]
        table[f"{name}, deviation"] = sequences.deviations[k, :, place]
    return table


def _texts(texts: TextProfile, profile: Profile, key: str) -> None:
    lengths, frequent = st.columns(2, gap="medium")
    with lengths:
        st.subheader("Words of a text", anchor=False)
        views.figure(
            lambda: column_spread(
                texts.lengths.counts, "Words", profile.classes, edges=texts.lengths.edges, dark=frame.dark(), height=320
            ),
            "lengths",
            key,
            lambda: spread_table(texts.lengths, "words", profile.classes),
        )
        st.caption(
            f"{texts.vocabulary:,} different words, {texts.once:,} of them only once. Half of the texts have "
            f"{words.plain(texts.statistics['median'])} words or fewer; the longest has "
            f"{words.plain(texts.statistics['maximum'])}."
        )
    with frequent:
        st.subheader("Most frequent words", anchor=False)
        tables.shown(_word_table(texts.frequent, texts.names), hide_index=True, height=360)
    if texts.telling:
        _telling(texts)


def _word_table(chosen: tuple[Word, ...], names: tuple[str, ...]) -> pd.DataFrame:
    """Words, how often, and of a thousand words of each class how many are this one."""
    table = pd.DataFrame({"word": [own.word for own in chosen], "times": [own.count for own in chosen]})
    for k, name in enumerate(names if len(names) > 1 else ()):
        table[f"per 1,000, {name}"] = [round(1_000 * own.shares[k], 1) for own in chosen]
    return table


def _telling(texts: TextProfile) -> None:
    st.subheader("Most telling words", anchor=False)
    frame.caption(
        "Words that stand in texts of one class more often than in the others, the surest first: by how many standard "
        "errors their log-odds differ."
    )
    for start in range(0, len(texts.names), _BESIDE):
        columns = st.columns(_BESIDE)
        for column, name, telling in zip(
            columns, texts.names[start : start + _BESIDE], texts.telling[start : start + _BESIDE], strict=False
        ):
            table = pd.DataFrame({name: [own.word for own, _ in telling], "by": [round(z, 1) for _, z in telling]})
            column.dataframe(table, hide_index=True, height=35 * (len(table) + 1) + 3)

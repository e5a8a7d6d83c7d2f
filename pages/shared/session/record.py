"""What one browser session holds: one record, each part of it owned by one module, everything in it bounded.

Only the owner of a part writes to it; others ask the owner's functions. `st.session_state` holds the record under one
key, beside the widgets, which Streamlit keeps there itself (`pages.shared.session.widgets`).
"""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from nnviz import settings
from nnviz.specs import DataSpec, Experiment, TakenSpec
from pages.shared.session.bounded import BoundedStore
from pages.shared.session.undo import History

if TYPE_CHECKING:
    from nnviz.data.profiling.found import Mend
    from nnviz.runs.history import HistoryReader
    from pages.shared.builder.news import Channel

_KEY = "nnviz"
_FACTS = 1_000_000
"""Bytes of the small facts that pages learn about specifications."""


def _store(share: float) -> BoundedStore:
    return BoundedStore(int(share * settings.get().session_megabytes * 1e6))


@dataclass
class InHand:
    """What is worked on. Owner: pages/shared/session/state.py.

    Attributes:
        example: (part of the data, index in it) of the example that was chosen anywhere; None before that.
        of_data, own: the last one of the data, and the part that the last image of the person's own is called.
        replaced: (what became of an edited network when other data were chosen, the experiment before, and after).
        revision: grows when another experiment is taken in hand.
        adopted: the last value of each parameter of the address that was followed.
        link_error: why the address could not be followed, until it is told; `told` is what this run of the page told.
        facts: (name, specification as JSON) → a small fact.
    """

    experiment: Experiment | None = None
    run_id: str | None = None
    example: tuple[str, int] | None = None
    of_data: tuple[str, int] | None = None
    own: str | None = None
    replaced: tuple[str, Experiment, Experiment] | None = None
    revision: int = 0
    adopted: dict[str, str] = field(default_factory=dict)
    link_error: str | None = None
    told: str | None = None
    facts: BoundedStore = field(default_factory=lambda: BoundedStore(_FACTS))


@dataclass
class Selection:
    """What is looked at inside the network in hand. Owner: pages/shared/session/selection.py.

    Attributes:
        view: of the page Network, "" for its first.
        layer: path of the layer that was chosen anywhere; "" before that.
        picture: (title, first unit) of the picture of that layer, which may have several.
        unit: place of the unit in its layer, `target` of the class or output; None for none in particular.
        of_unit: whether that unit is what is explained, rather than the answer.
        moment: (run, step) of the recorded weights; None for the newest ones.
        number: (title of the output, index in it) of the number whose arithmetic is shown; its title is "" for the
            layer's own first output; None for none in particular.
        number_feed: what the browser asks for numbers by. Owner: pages/shared/inside/number_feed.py.
        number_told: which click of the browser `number` is from.
        from_address: the names of those that the address named and no page has looked for yet.
        unfound: what the address named and is not there, as a sentence, until it is told.
    """

    view: str = ""
    layer: str = ""
    picture: tuple[str, int] = ("", 0)
    unit: int | None = None
    target: int | None = None
    of_unit: bool = False
    moment: tuple[str, int] | None = None
    number: tuple[str, tuple[int, ...]] | None = None
    number_feed: str | None = None
    number_told: int = 0
    from_address: set[str] = field(default_factory=set)
    unfound: str = ""


@dataclass
class Draft:
    """Where the work is kept. Owners: pages/shared/session/drafts.py, and of `history` pages/shared/builder/history.py.

    Attributes:
        id: the draft that this session writes, "" before its first edit.
        begun_with: the draft that the address named, which this session reads and never writes.
        problem: why the work could not be kept, "" while it can; `told` says whether a page has shown that.
        history: of the network; None before the Build page was opened.
    """

    id: str = ""
    begun_with: str = ""
    problem: str = ""
    told: bool = False
    history: History | None = None


@dataclass
class Building:
    """The Build page, but for its history. Owners: pages/shared/builder/history.py, of `news`
    pages/shared/builder/news.py, of `refused_file` and `trained_file`
    pages/shared/builder/files.py, and of `refused_in_picture`
    pages/shared/builder/in_picture.py.

    Attributes:
        selected: id of the selected layer.
        refused: why the last edit was refused, until it is told.
        refused_file: why the file in the uploader was refused, as long as it is there.
        trained_file: (path, name) of the file in the uploader, which may be opened with its weights.
        refused_in_picture: why the last edit in the picture of training was refused, "" when it was not.
        news: (name in the address, channel) of what edits change.
        taken_told: (what was taken from a run, what of it did not fit). Owner: pages/shared/builder/taking.py.
    """

    selected: str | None = None
    refused: str | None = None
    refused_file: str | None = None
    trained_file: tuple[str, str] | None = None
    refused_in_picture: str = ""
    news: "tuple[str, Channel] | None" = None
    taken_told: tuple[TakenSpec, str] | None = None


@dataclass
class OwnData:
    """A person's own data on the Data page. Owner: pages/shared/forms/own_data.py.

    Attributes:
        files: source → the settings that name the file chosen for it.
        refused: why the last file was refused, until another is chosen.
        arrived: the last parcel of the collection that was opened. Owner: pages/shared/forms/collecting.py.
    """

    files: dict[str, dict[str, str]] = field(default_factory=dict)
    arrived: tuple[str, int] | None = None
    refused: str | None = None


@dataclass
class Mending:
    """What the Data page's findings are mended by. Owner: pages/shared/data/mending.py.

    Attributes:
        chosen: the mend whose button was pressed, until the tab takes it.
        done: the last ten as (what is true since, the experiment before, the data after).
        lost: (settings and seed, which of the examples left out are not in these data); None for none. Owner:
            pages/shared/forms/data_form.py.
    """

    chosen: "Mend | None" = None
    done: list[tuple[str, Experiment, DataSpec]] = field(default_factory=list)
    lost: tuple[str, str] | None = None


@dataclass
class Preparing:
    """The Prepare tab. Owner: pages/shared/data/preparing.py.

    Attributes:
        past: the data before each change made there, the oldest first, a few.
    """

    past: list[DataSpec] = field(default_factory=list)


@dataclass
class Person:
    """Who works here. Owner: pages/shared/session/owner.py.

    Attributes:
        owner: what this person's runs, drafts and uploads are marked with; None before it was asked for.
        by_cookie: whether the browser brought it; otherwise it lives as long as this session.
    """

    owner: str | None = None
    by_cookie: bool = False


@dataclass
class LessonState:
    """One lesson. Owner: pages/shared/lessons/lesson.py, and of `surfaces` pages/learn/gradient_descent.py.

    Attributes:
        sets, setup: how often its picture was set to a state, and the last such state.
        asked: what the picture asked and was not answered yet, None for nothing: a run of the page that answers it may
            be ended by another one, to which the picture asks nothing.
        answer: what the picture asked for last.
        question: number of the question of "Check yourself".
        measures: what the picture measured of itself when it was to be checked; None for not yet.
        surfaces: the loss surfaces that its picture may be shown on, a few.
    """

    sets: int = 0
    setup: dict = field(default_factory=dict)
    asked: Any = None
    answer: dict | None = None
    question: int = 0
    measures: dict[str, float] | None = None
    surfaces: dict[str, Any] = field(default_factory=dict)


@dataclass
class Watched:
    """What stays the same while a run is watched. Owner: pages/shared/runs/watch.py, of `chosen`
    pages/shared/runs/stand.py, and of `slow` pages/shared/runs/slow.py.

    Attributes:
        chosen: (what was in hand then, whether the run is to be seen rather than the untrained network); None for
            neither.
        slow: (key of an experiment, how many stages of its training have been gone through in slow motion).
        edits: (the run that has ended, or the network that has not begun, and the weights of it that were typed, at
            most 100). Owner: pages/shared/runs/edited.py.
        coach: (run, how the coach has looked at it so far). Owner: pages/shared/runs/coaching.py.
    """

    run_id: str | None = None
    slow: tuple[str, int] = ("", 0)
    edits: tuple[str, tuple[dict, ...]] = ("", ())
    coach: tuple[str, Any] = ("", None)
    graph: dict | None = None
    history: "HistoryReader | None" = None
    chosen: tuple[str, bool] | None = None


@dataclass
class Deployed:
    """The network in use. Owner: pages/shared/deploy/asking.py.

    Attributes:
        answer: (run, row, status, answer, seconds): what a prediction server was asked last, and what it said.
    """

    answer: tuple[str, Any, int, dict, float] | None = None


@dataclass
class Generating:
    """The networks of the Generate page, under a megabyte each. Owners: pages/shared/generating/vae.py, of `gan` and
    what follows pages/shared/generating/gan.py.

    Attributes:
        vae, gan: (state, view) as a worker returned them; None before the first.
        vae_until: the epoch until which it trains, 0 while it does not.
        vae_asked: (β, seed) of one to begin with.
        gan_of: what the game was begun with.
        turns: steps of the generator in a round.
        points: what a person drew, at most 1,000; `points_revision` counts how often they were cleared, `points_used`
            says whether the game is to be on them.
        problem: why the last step could not be done, until it is told.
    """

    vae: Any = None
    vae_until: int = 0
    vae_asked: tuple[float, int] | None = None
    gan: Any = None
    gan_of: tuple = ()
    playing: bool = False
    turns: int = 1
    points: list[list[float]] = field(default_factory=list)
    points_revision: int = 0
    points_used: bool = False
    problem: str = ""


@dataclass
class SessionRecord:
    """All that one browser session holds.

    Attributes:
        opening, opening_refused: (path, name) of the trained file that is asked about next, and why the last upload was
            refused. Owner: pages/shared/runs/trained_file.py.
        lessons: by name; there are as many as the course has.
        answers: of the engine, by (task, key). Owner: pages/shared/engine.py.
        cancelled: (task, key) of what was cancelled and not started again; `under_way` (task, key) → set once nobody
            waits for it any more. Owners: pages/shared/cancelling.py and pages/shared/engine.py.
        figures: by (name, key, dark, narrow). Owner: pages/shared/figures/views.py.
        narrow: whether the screen is a phone's, `page` the title of the page on show. Owner: pages/shared/frame.py.
        speed: how fast runs shall go; None for what suits their data. Owner: pages/shared/runs/speed.py.
        study: id of the study that is shown. Owner: pages/shared/runs/studying.py.
        augment_study, augment_watched: id of the study on the Augment tab, and of the one whose end it has shown.
            Owner: pages/shared/data/augment_study.py.
        asked: what was pressed on the Train page, until it is done. Owner: pages/shared/forms/training_buttons.py.
        label_study: (the data as JSON, id of the study that judges their labels, "" for none); `label_refused` says why
            the last one could not begin. Owner: pages/shared/data/suspects_shown.py.
        compared: ids of the runs chosen on the Runs page, None before the address was asked; `compared_anew` counts how
            often they were chosen elsewhere than in its table. Owner: pages/shared/runs/chosen.py.
        course_forgotten: whether the way through the course was to be forgotten here. Owner:
            pages/shared/lessons/progress.py.
    """

    person: Person = field(default_factory=Person)
    in_hand: InHand = field(default_factory=InHand)
    selection: Selection = field(default_factory=Selection)
    draft: Draft = field(default_factory=Draft)
    building: Building = field(default_factory=Building)
    opening: tuple[str, str] | None = None
    opening_refused: str = ""
    own_data: OwnData = field(default_factory=OwnData)
    mending: Mending = field(default_factory=Mending)
    preparing: Preparing = field(default_factory=Preparing)
    lessons: dict[str, LessonState] = field(default_factory=dict)
    watched: Watched = field(default_factory=Watched)
    generating: Generating = field(default_factory=Generating)
    deployed: Deployed = field(default_factory=Deployed)
    answers: BoundedStore = field(default_factory=lambda: _store(0.6))
    figures: BoundedStore = field(default_factory=lambda: _store(0.4))
    cancelled: list[tuple[str, str]] = field(default_factory=list)
    under_way: dict[tuple[str, str], threading.Event] = field(default_factory=dict)
    narrow: bool = False
    page: str = ""
    speed: str | None = None
    study: str | None = None
    augment_study: str | None = None
    augment_watched: str | None = None
    asked: str | None = None
    label_study: tuple[str, str] | None = None
    label_refused: str = ""
    compared: list[str] | None = None
    compared_anew: int = 0
    course_forgotten: bool = False

    def lesson(self, name: str) -> LessonState:
        """The state of one lesson."""
        return self.lessons.setdefault(name, LessonState())


def record() -> SessionRecord:
    """The record of this session, made at its first question."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = SessionRecord()
    return st.session_state[_KEY]

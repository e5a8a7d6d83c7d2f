"""The course: its lessons in order, by the name of their files in pages/learn."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_APP = Path(__file__).parents[3]


@dataclass(frozen=True)
class Entry:
    """A lesson.

    Attributes:
        name: of its files in pages/learn.
        icon: a Material icon.
        minutes: that a reader needs who plays with the picture, tries the experiments and answers a question.
        after: names of the lessons that it builds on.
    """

    name: str
    title: str
    icon: str
    minutes: int
    after: tuple[str, ...] = ()

    @property
    def text(self) -> Path:
        """Its Markdown; the form is described in nnviz/views/lesson_text.py."""
        return _APP / f"pages/learn/{self.name}.md"

    @property
    def place(self) -> Path:
        """The stylesheet that keeps the place of its picture until it is drawn, so that no text moves."""
        return _APP / f"nnviz/web/lessons/{self.name}/place.css"

    @property
    def page(self) -> str:
        return f"pages/learn/{self.name}.py"

    @property
    def url(self) -> str:
        return f"learn-{self.name.replace('_', '-')}"


@dataclass(frozen=True)
class Part:
    """Lessons that answer one question together."""

    title: str
    sentence: str
    entries: tuple[Entry, ...]

    @property
    def lessons(self) -> tuple[Entry, ...]:
        """Those of its lessons that are there."""
        return tuple(entry for entry in self.entries if entry.name in LESSONS)


PARTS = (
    Part(
        "A network",
        "What it is made of, and what it can say.",
        (
            Entry("what_is_a_network", "A first network", "groups", 10),
            Entry("neuron", "The neuron", "neurology", 12),
            Entry("activations", "Activation functions", "moving", 12, ("neuron",)),
            Entry("layers", "Width and depth", "layers", 15, ("neuron", "activations")),
            Entry("task_to_network", "From task to network", "route", 12, ("layers",)),
        ),
    ),
    Part(
        "How it learns",
        "From a wrong answer to a better weight.",
        (
            Entry("losses", "Loss functions", "straighten", 12, ("neuron",)),
            Entry("gradient_descent", "Gradient descent", "downhill_skiing", 15, ("losses",)),
            Entry(
                "backpropagation", "Backpropagation", "keyboard_double_arrow_left", 18, ("layers", "gradient_descent")
            ),
            Entry("learning_rate", "Learning rate and schedules", "speed", 12, ("gradient_descent",)),
            Entry("batches", "Epochs and batches", "view_module", 12, ("gradient_descent",)),
        ),
    ),
    Part(
        "Learning well",
        "What goes wrong, and what helps.",
        (
            Entry("overfitting", "Overfitting and underfitting", "stacked_line_chart", 15, ("layers", "losses")),
            Entry("regularization", "Regularization", "compress", 15, ("overfitting",)),
            Entry(
                "vanishing_gradients",
                "Vanishing and exploding gradients",
                "blur_linear",
                15,
                ("activations", "backpropagation"),
            ),
            Entry("initialization", "Weight initialization", "casino", 12, ("vanishing_gradients",)),
            Entry("stability", "Stability and local minima", "terrain", 15, ("learning_rate", "initialization")),
        ),
    ),
    Part(
        "Data and scores",
        "What goes in, and how good is what comes out.",
        (
            Entry("preparing_data", "Preparing data", "cleaning_services", 15, ("neuron",)),
            Entry("curating_data", "Finding and curating data", "photo_library", 15, ("preparing_data",)),
            Entry("augmentation", "Augmentation", "auto_awesome_motion", 12, ("overfitting",)),
            Entry("metrics", "Metrics", "rule", 15, ("losses",)),
            Entry("cross_validation", "Cross-validation", "splitscreen", 12, ("overfitting", "metrics")),
            Entry("hyperparameters", "Hyperparameters", "tune", 12, ("learning_rate", "cross_validation")),
        ),
    ),
    Part(
        "Seeing and reading",
        "Networks for pictures, sequences and words.",
        (
            Entry("convolutions", "Convolutions", "grid_view", 15, ("neuron", "layers")),
            Entry("recurrent_networks", "Recurrent networks", "sync", 15, ("layers", "vanishing_gradients")),
            Entry("attention", "Attention and transformers", "hub", 18, ("layers", "losses")),
        ),
    ),
    Part(
        "Understanding and using",
        "What a network has learnt, whether to believe it, and life after training.",
        (
            Entry("looking_inside", "Looking inside", "search", 15, ("convolutions",)),
            Entry("interpreting", "Explaining an answer", "troubleshoot", 15, ("looking_inside",)),
            Entry("deploying", "Deploying and watching", "rocket_launch", 15, ("preparing_data", "metrics")),
        ),
    ),
)
COURSE = tuple(entry for part in PARTS for entry in part.entries)
LESSONS: dict[str, Entry] = {entry.name: entry for entry in COURSE if (_APP / entry.page).is_file()}


def neighbours(name: str) -> tuple[Entry | None, Entry | None]:
    """The lesson before and the lesson after, None at the ends."""
    names = list(LESSONS)
    at = names.index(name)
    before = LESSONS[names[at - 1]] if at else None
    return before, LESSONS[names[at + 1]] if at + 1 < len(names) else None


def time_words(lessons: Iterable[Entry]) -> str:
    """About what they take together, to five minutes: `45 min`, `2 h 10 min`."""
    hours, minutes = divmod(5 * round(sum(entry.minutes for entry in lessons) / 5), 60)
    return " ".join(f"{number} {unit}" for number, unit in ((hours, "h"), (minutes, "min")) if number)

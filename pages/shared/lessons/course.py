"""The course: its lessons in order, by the name of their files in pages/learn."""

from dataclasses import dataclass
from pathlib import Path

_APP = Path(__file__).parents[3]


@dataclass(frozen=True)
class Entry:
    """A lesson: file name, title, Material icon."""

    name: str
    title: str
    icon: str

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


COURSE = (
    Entry("what_is_a_network", "What is a neural network?", "groups"),
    Entry("neuron", "The neuron", "neurology"),
    Entry("activations", "Activation functions", "moving"),
    Entry("layers", "Width and depth", "layers"),
    Entry("task_to_network", "From task to network", "route"),
    Entry("losses", "Loss functions", "straighten"),
    Entry("gradient_descent", "Gradient descent", "downhill_skiing"),
    Entry("backpropagation", "Backpropagation", "keyboard_double_arrow_left"),
    Entry("learning_rate", "Learning rate and schedules", "speed"),
    Entry("batches", "Epochs and batches", "view_module"),
    Entry("overfitting", "Overfitting and underfitting", "stacked_line_chart"),
    Entry("regularization", "Regularization", "compress"),
    Entry("vanishing_gradients", "Vanishing and exploding gradients", "blur_linear"),
    Entry("initialization", "Weight initialization", "casino"),
    Entry("stability", "Stability and local minima", "terrain"),
    Entry("convolutions", "Convolutions", "grid_view"),
)
LESSONS: dict[str, Entry] = {entry.name: entry for entry in COURSE if (_APP / entry.page).is_file()}


def neighbours(name: str) -> tuple[Entry | None, Entry | None]:
    """The lesson before and the lesson after, None at the ends."""
    names = list(LESSONS)
    at = names.index(name)
    before = LESSONS[names[at - 1]] if at else None
    return before, LESSONS[names[at + 1]] if at + 1 < len(names) else None

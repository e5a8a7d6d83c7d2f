"""The course: its lessons in order, by the name of their files in pages/learn."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """A lesson in the navigation: file name, title, Material icon."""

    name: str
    title: str
    icon: str

    @property
    def page(self) -> str:
        return f"pages/learn/{self.name}.py"

    @property
    def url(self) -> str:
        return f"learn-{self.name.replace('_', '-')}"


_COURSE = (
    Entry("neuron", "The neuron", "neurology"),
    Entry("gradient_descent", "Gradient descent", "downhill_skiing"),
    Entry("backpropagation", "Backpropagation", "keyboard_double_arrow_left"),
    Entry("convolutions", "Convolutions", "grid_view"),
)
LESSONS: dict[str, Entry] = {entry.name: entry for entry in _COURSE if (Path(__file__).parents[2] / entry.page).is_file()}

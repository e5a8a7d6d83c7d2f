"""The course: its lessons in order, by the name of their files in pages/learn."""

from dataclasses import dataclass
from pathlib import Path

_APP = Path(__file__).parents[3]


@dataclass(frozen=True)
class Entry:
    """A lesson in the navigation: file name, title, Material icon; the pixels that its picture needs on a desk and on a phone."""

    name: str
    title: str
    icon: str
    heights: tuple[int, int] = (700, 1400)

    @property
    def text(self) -> Path:
        """Its Markdown; the form is described in nnviz/views/lesson_text.py."""
        return _APP / f"pages/learn/{self.name}.md"

    @property
    def page(self) -> str:
        return f"pages/learn/{self.name}.py"

    @property
    def url(self) -> str:
        return f"learn-{self.name.replace('_', '-')}"


_COURSE = (
    Entry("neuron", "The neuron", "neurology", (760, 1610)),
    Entry("gradient_descent", "Gradient descent", "downhill_skiing", (845, 1350)),
    Entry("backpropagation", "Backpropagation", "keyboard_double_arrow_left", (1080, 1840)),
    Entry("convolutions", "Convolutions", "grid_view", (860, 1375)),
)
LESSONS: dict[str, Entry] = {entry.name: entry for entry in _COURSE if (_APP / entry.page).is_file()}

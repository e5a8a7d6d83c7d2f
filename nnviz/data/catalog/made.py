"""Made data of which it is known what decides, so that explanations can be checked (`nnviz.truth_of`)."""

from nnviz.data import known_made
from nnviz.data.catalog.kinds import MADE, Source, noise, points
from nnviz.data.made import formula, lists, motifs, objects, walks
from nnviz.params import Param


def _made(name, title, kind, task, schema, help, *params, function=None) -> Source:
    return Source(
        name=name,
        title=title,
        group=MADE,
        kind=kind,
        task=task,
        params=params,
        function=f"nnviz.data.made.{function or f'{name}:{name}'}",
        help=help,
        credit="Made by nnviz",
        schema=schema,
        truth=True,
    )


ENTRIES = (
    _made(
        "objects",
        "Objects",
        "image",
        "multiclass",
        known_made.of_objects,
        "A square, a triangle or a cross among circles and rings. Which pixels decide is known.",
        points(1200, label="Images", maximum=6000),
        Param("size", "int", 30, "Pixels along one side.", minimum=24, maximum=60),
        Param(
            "distractors",
            "int",
            3,
            "Circles and rings in an image, at most; they say nothing.",
            minimum=0,
            maximum=objects.MOST_DISTRACTORS,
        ),
        noise(0.08, "Standard deviation of the noise added to every pixel (white is 1)."),
    ),
    _made(
        "walks",
        "Walks",
        "sequence",
        "binary",
        known_made.of_walks,
        "Sequences of different lengths: does each end above where it began? The padding after an end says nothing.",
        points(800, label="Walks", maximum=6000),
        Param("steps", "int", 30, "Steps of the longest walk.", minimum=walks.SHORTEST, maximum=120),
    ),
    _made(
        "formula",
        "Formula",
        "vector",
        "regression",
        known_made.of_formula,
        "A table in which only a few columns matter. Which, and their formula, is known.",
        points(1000, label="Rows"),
        Param("columns", "int", 8, "How many columns.", minimum=2, maximum=40),
        Param("telling", "int", 3, "Columns that matter.", minimum=1, maximum=formula.MOST_TELLING, label="Telling"),
        Param("form", "choice", "curved", "What the formula is like.", choices=formula.FORMS),
        Param("answer", "choice", "number", "What is to be told.", choices=("number", "class")),
        Param(
            "correlation",
            "float",
            0.0,
            "How much a column that does not matter copies one that does.",
            minimum=0.0,
            maximum=0.9,
        ),
        noise(0.05, "Standard deviation of the noise added to the formula's value, as a share of its own."),
    ),
    _made(
        "motifs",
        "Motifs",
        "sequence",
        "multiclass",
        known_made.of_motifs,
        "Noise with one short motif, anywhere. When it comes is known.",
        points(900, label="Sequences", maximum=6000),
        Param("steps", "int", 60, "Length of a sequence.", minimum=24, maximum=200),
        Param("classes", "int", 3, "How many motifs.", minimum=2, maximum=len(motifs.CLASSES)),
        noise(0.2, "Standard deviation of the noise added to every step."),
    ),
    _made(
        "sentences",
        "Sentences",
        "tokens",
        "binary",
        None,
        "Short sentences in which one word decides. Which one is known.",
        points(1000, label="Sentences", maximum=6000),
        Param("negation", "bool", False, "Half of the sentences say “not lovely” instead of “awful”."),
    ),
    _made(
        "lists",
        "Lists",
        "tokens",
        "multiclass",
        known_made.of_lists,
        "Letters in a list: which one stands at a place once the list is turned around, or put in order? "
        "One place is asked for, since a network here answers with one class.",
        points(3000, label="Lists", maximum=10_000),
        Param("length", "int", 6, "Letters of a list.", minimum=3, maximum=12),
        Param("letters", "int", 5, "How many different letters.", minimum=2, maximum=len(lists.LETTERS)),
        Param(
            "order", "choice", "turned around", "What is done to the list.", choices=("turned around", "from A to Z")
        ),
        Param(
            "position", "int", 0, "Which place is asked for; 0 asks for another one each time.", minimum=0, maximum=12
        ),
        function="lists:lists",
    ),
    _made(
        "brackets",
        "Brackets",
        "tokens",
        "binary",
        known_made.of_brackets,
        "Are all brackets closed, in the right order? Where a list goes wrong is known.",
        points(3000, label="Lists", maximum=10_000),
        Param("length", "int", 16, "Brackets of the longest list.", minimum=6, maximum=40),
        Param("kinds", "int", 2, "1: round ones. 2: round and square ones.", minimum=1, maximum=2),
        function="lists:brackets",
    ),
)

"""Six kinds of network, each with the Lab's own template for it and data that it suits. Imports no framework."""

from dataclasses import dataclass

from nnviz.data.catalog import known_schema
from nnviz.gallery import start_for
from nnviz.models.templates import TEMPLATES
from nnviz.specs import DataSpec, Experiment

GENERATE = "pages/lab/generate.py"


@dataclass(frozen=True, kw_only=True)
class NetworkKind:
    """One kind.

    Attributes:
        title: what people call it.         idea: how it looks at its data, in a sentence.      use: what for.
        source, template: of the experiment that shows it; "" for the networks of the page Generate.
    """

    title: str
    idea: str
    use: str
    source: str = ""
    template: str = ""

    def experiment(self) -> Experiment:
        """The experiment that its door opens."""
        data = DataSpec(source=self.source)
        schema = known_schema(data)
        model = TEMPLATES[self.template].make(schema)
        return Experiment(title=self.title, data=data, model=model, train=start_for(self.source, schema))


KINDS: dict[str, NetworkKind] = {
    "feedforward": NetworkKind(
        title="Feedforward",
        idea="Every unit sees every number of the layer before.",
        use="Tables: a diagnosis from thirty measurements.",
        source="breast_cancer",
        template="suggested",
    ),
    "convolutional": NetworkKind(
        title="Convolutional",
        idea="One small window slides over the image and looks for the same pattern everywhere.",
        use="Images: which digit is this?",
        source="digits",
        template="lenet",
    ),
    "recurrent": NetworkKind(
        title="Recurrent",
        idea="Reads step by step and keeps a memory of what came before.",
        use="Sequences: sensor readings, text, here a digit row by row.",
        source="digits",
        template="lstm",
    ),
    "transformer": NetworkKind(
        title="Transformer",
        idea="Every step looks at all others at once and decides which of them matter.",
        use="Language models are made of this; here it reads the rows of a digit.",
        source="digits",
        template="transformer",
    ),
    "autoencoder": NetworkKind(
        title="Autoencoder",
        idea="Squeezes its input through a few numbers and draws it again.",
        use="Finding what matters without being told; noticing what is unusual.",
        source="redrawn_digits",
        template="autoencoder",
    ),
    "generative": NetworkKind(
        title="Generative",
        idea="From two numbers drawn by chance to an image that nobody has drawn.",
        use="Making new pictures, voices, texts.",
    ),
}


def words() -> dict[str, dict[str, str]]:
    """What the cards of the kinds say, by name."""
    return {
        name: {
            "title": one.title,
            "idea": one.idea,
            "use": one.use,
            "door": "Train it" if one.template else "Open Generate",
        }
        for name, one in KINDS.items()
    }

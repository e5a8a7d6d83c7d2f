"""Layers that hold another layer: TimeDistributed, SpectralNormalization."""

from dataclasses import replace

from nnviz.inspection.arithmetic.story import Asked, Story


def time_distributed(story: Story, asked: Asked) -> None:
    """The same layer at every step: the one of this step is told."""
    from nnviz.inspection.arithmetic.kinds import tell

    step = asked.index[0]
    inner = replace(
        asked,
        layer=asked.layer.layer,
        inputs=(asked.inputs[0][step],),
        index=asked.index[1:],
        output=asked.output[step],
        args=(asked.args[0][:, step],),
        kwargs={},
        title="",
    )
    tell(story, inner)


def wrapped(story: Story, asked: Asked) -> None:
    from nnviz.inspection.arithmetic.kinds import tell

    tell(story, replace(asked, layer=asked.layer.layer))

"""What is legal but unwise. Every rule sees a network that Keras accepts and yields its warnings."""

from nnviz.models.diagnoses import ends, losses, padding, sizes, stacks, strides, weights
from nnviz.models.records import Diagnosis

RULES = (
    stacks.no_nonlinearity,
    stacks.activation_twice,
    stacks.inner_softmax,
    stacks.saturating,
    stacks.bias_before_norm,
    stacks.tokens_as_amounts,
    strides.skipped_places,
    strides.padded_window,
    padding.padding_read,
    stacks.dropout_rate,
    ends.one_unit_softmax,
    ends.task_activation,
    ends.dropout_last,
    ends.unused,
    ends.several_outputs,
    ends.bottleneck,
    losses.loss_and_activation,
    losses.loss_and_task,
    sizes.more_parameters_than_examples,
    sizes.heavy_flatten,
    sizes.batch_of_one,
    weights.same_start,
    weights.nothing_trainable,
    weights.strong_penalty,
)


def warnings(trace) -> list[Diagnosis]:
    """Every warning about a network that Keras accepts."""
    return [diagnosis for rule in RULES for diagnosis in rule(trace)]

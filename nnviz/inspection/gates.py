"""The gates of one step of a recurrent cell."""

import keras
import tensorflow as tf


def gates(cell, x, before) -> dict[str, tf.Tensor]:
    """How far each gate of an LSTM or GRU cell is open in one step, and what it would write.

    Hochreiter and Schmidhuber, "Long short-term memory", 1997, with Gers's forget gate; Cho et al., 2014.

    Args:
        cell: a Keras `LSTMCell` or `GRUCell`.
        x: (n, features) the step's input.
        before: (n, units) the hidden state before the step.

    Returns:
        Name → (n, units): gates in [0, 1] where they are sigmoids, and the "candidate"; {} for other cells.
    """
    if isinstance(cell, keras.layers.LSTMCell):
        sums = x @ cell.kernel + before @ cell.recurrent_kernel + (cell.bias if cell.use_bias else 0.0)
        written, kept, candidate, shown = tf.split(sums, 4, axis=1)
        opened = {"input gate": written, "forget gate": kept, "output gate": shown}
        return {name: cell.recurrent_activation(one) for name, one in opened.items()} | {
            "candidate": cell.activation(candidate)
        }
    if isinstance(cell, keras.layers.GRUCell):
        return _of_gru(cell, x, before)
    return {}


def _of_gru(cell, x, before) -> dict[str, tf.Tensor]:
    bias = tf.convert_to_tensor(cell.bias) if cell.use_bias else tf.zeros([2, 3 * cell.units], x.dtype)
    inner, outer = (bias[0], bias[1]) if bias.shape.rank == 2 else (bias, tf.zeros_like(bias))
    recurrent = tf.convert_to_tensor(cell.recurrent_kernel)
    given = tf.split(x @ cell.kernel + inner, 3, axis=1)
    remembered = tf.split(before @ recurrent + outer, 3, axis=1)
    update, reset = (cell.recurrent_activation(given[k] + remembered[k]) for k in range(2))
    old = reset * remembered[2] if cell.reset_after else (reset * before) @ recurrent[:, 2 * cell.units :]
    return {"update gate": update, "reset gate": reset, "candidate": cell.activation(given[2] + old)}

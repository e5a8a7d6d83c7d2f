"""XLA without the wait: a function runs as a plain TensorFlow graph while XLA compiles it in another thread.

Compiling a training loop takes seconds, in which nothing would move. The two ways of running differ in the
last bits, so the change-over comes at a fixed step, never "when it is ready": the same experiment gives the
same numbers however busy the machine is.
"""

import threading

import tensorflow as tf

from nnviz import keras_internals

WARM_STEPS = 4_000
"""Steps run as a plain graph before XLA takes over; about as long as compiling takes."""


class Compiled:
    """Calls `function(order, start, stop)`, from step `WARM_STEPS` on through XLA where `xla` is true; as plain Python
    where `eager` is."""

    def __init__(self, function, xla: bool, warm_steps: int = WARM_STEPS, eager: bool = False):
        self.xla, self.warm_steps, self._thread = xla, warm_steps, None
        self._graph = function if eager else tf.function(function, autograph=False)
        self._fast = tf.function(function, autograph=False, jit_compile=True)

    def __call__(self, step: int, *arguments):
        if not self.xla or step < self.warm_steps:
            result = self._graph(*arguments)
            if self.xla and self._thread is None:
                self._thread = threading.Thread(target=self._compile, args=arguments, name="nnviz-xla")
                self._thread.start()
            return result
        if self._thread is not None:
            self._thread.join()
        try:
            return self._fast(*arguments) if self.xla else self._graph(*arguments)
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
            self.xla = False
            return self._graph(*arguments)

    def _compile(self, order, start, stop) -> None:
        """Compiles by a call of no steps on stand-ins for the variables; the compiled program is kept by signature."""
        try:
            concrete = self._fast.get_concrete_function(order, start, stop)
            variables = {id(variable.handle): variable for variable in concrete.graph.variables}
            stand_ins, captured = [], []
            for tensor in concrete.captured_inputs:
                variable = variables.get(id(tensor))
                if variable is not None:
                    stand_ins.append(tf.Variable(tf.zeros(variable.shape, variable.dtype), trainable=False))
                    tensor = stand_ins[-1].handle
                captured.append(tensor)
            zero = tf.constant(0)
            keras_internals.call_with_captures(concrete, [order, zero, zero], captured)
        except Exception:  # whatever it was, the call that takes over meets it again, in the training thread
            return

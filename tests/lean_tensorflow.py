"""TensorFlow without two things that take a fifth of a small network's training, and that nothing here is about.

Most tests trace graphs of tiny networks and run each a few times. Then the rewriting of every graph before its first
run costs more than it can save, and the line of Python that stands beside every operation, for messages of TensorFlow's
own, more than the operation. The workers behind the pages and the browser's journeys are without them too, where they
are forked (`forked_engine`). Servers and the hosted copy have both, as users have; `make test-all` has both everywhere.
"""

import sys


def dask_setup(worker) -> None:
    """In a worker that begins."""
    make_lean()


def make_lean() -> None:
    """In this process, where it has imported TensorFlow."""
    if "tensorflow" not in sys.modules:
        return
    import tensorflow as tf
    from tensorflow.python.util import tf_stack

    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    here = tf_stack.extract_stack()
    tf_stack.extract_stack = lambda stacklevel=1: here

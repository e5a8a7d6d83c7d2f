"""What the fork server imports once, so that every worker forked from it starts with Keras in memory.

Nothing here may run a TensorFlow operation: its thread pools would not survive the fork.
"""

import gc
import os

gc.disable()  # meanwhile: it would go through all that is imported again and again
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["NNVIZ_IN_WORKER"] = "1"  # where nothing is downloaded that nobody asked for (nnviz.data.downloading.remote)

import keras  # noqa: E402, F401

import nnviz.data.load  # noqa: E402, F401
import nnviz.data.summary  # noqa: E402, F401
import nnviz.engine.tasks  # noqa: E402, F401
import nnviz.models.preview  # noqa: E402, F401
import nnviz.training.train  # noqa: E402, F401
from nnviz.models import safe_load  # noqa: E402

safe_load.allow_deep_networks()

# Every worker would go through all of it again at each collection of garbage, and copy its pages to do so.
gc.collect()
gc.freeze()
gc.enable()

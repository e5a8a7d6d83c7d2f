"""What the fork server of a light engine imports once."""

import nnviz.data.load  # noqa: F401
import nnviz.data.summary  # noqa: F401
import tests.engine.light_training  # noqa: F401
from nnviz.engine.tasks import tasks

tasks()["train"] = "tests.engine.light_training:train_queued"

"""What training begins with: the data, the network with its first weights, and errors that are sentences."""

from contextlib import contextmanager

import keras
import tensorflow as tf

from nnviz.data.schema import Dataset
from nnviz.errors import NnvizError, TrainingError
from nnviz.models.symbolic import plain
from nnviz.specs import Experiment
from nnviz.training.given import check_inputs


def parts(experiment: Experiment, model: keras.Model | None, dataset: Dataset | None) -> tuple[keras.Model, Dataset]:
    """The network and the data of an experiment, those given instead of its own; the seed is set for what follows.

    Equal experiments give equal weights, bit for bit.
    """
    if dataset is None:
        from nnviz.data.load import load

        dataset = load(experiment.data)
    if model is None:
        from nnviz.models.build import build

        model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    if not isinstance(dataset.train.x, (dict, list, tuple)):
        check_inputs(model, dataset.schema)
    keras.utils.set_random_seed(experiment.train.seed)
    return model, dataset


@contextmanager
def in_sentences():
    """Turns what TensorFlow says when it runs out of memory, or of anything else, into a sentence."""
    try:
        yield
    except NnvizError:
        raise
    except (MemoryError, tf.errors.ResourceExhaustedError) as error:
        raise TrainingError(
            "Training ran out of memory.", fix="Choose a smaller batch or a smaller network.", where="batch_size"
        ) from error
    except Exception as error:
        raise TrainingError(f"Keras could not train this network: {plain(error)}", where="train") from error

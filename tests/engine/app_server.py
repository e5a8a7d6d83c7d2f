"""An app server without pages, for tests that kill one: does what it is told, a JSON line at a time.

{"train": {"epochs": 5, "seed": 1}, "owner": "ann"}  →  {"run": id}
{"call": "data_schema", "source": "iris"}            →  {"outputs": 3} or {"error": sentence}
{"place": run id}                                     →  {"place": words or null}
{"stop": run id}                                      →  {}

Started with "light", its engine knows no Keras.
"""

import json
import sys

from nnviz import gallery
from nnviz.engine import process
from nnviz.engine.client import Engine
from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from tests.engine import light_engine


def answer(engine: Engine, order: dict) -> dict:
    if "train" in order:
        spirals = gallery.ready("spirals")
        experiment = spirals.replace(train=spirals.train.replace(**order["train"]))
        return {"run": engine.train(experiment, owner=order.get("owner", "")).id}
    if "call" in order:
        try:
            return {"outputs": engine.call(order["call"], DataSpec(source=order["source"])).outputs}
        except NnvizError as error:
            return {"error": str(error)}
    if "place" in order:
        place = engine.place(order["place"])
        return {"place": place and str(place)}
    engine.stop(Run.open(order["stop"]))
    return {}


if __name__ == "__main__":
    if sys.argv[1] == "light":
        process.COMMAND = light_engine.COMMAND
    engine = Engine()
    engine.wait()
    print(json.dumps({"engine": engine.process_id}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(engine, json.loads(line))), flush=True)
    engine.close()

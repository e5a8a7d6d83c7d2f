"""The coach on runs that have finished, against reading their history alone."""

import tempfile

from benchmarks.report import figure, in_turn, ratios, repeats, seconds, told
from benchmarks.training import digits, toy
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.training.coach.gather import coach
from nnviz.training.train import train


def judged(name: str, experiment: Experiment) -> None:
    """How long all diagnoses of a finished run take, reading what they rest on included."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        run = train(experiment, home=home)
        sides = {
            "coach": lambda: seconds(lambda: coach(Run.open(run.id, home))),
            "history": lambda: seconds(lambda: Run.open(run.id, home).history()),
        }
        in_turn(sides, 1)
        times = in_turn(sides, repeats(20, 3))
        figure(f"{name}, the coach", told([1e3 * one for one in times["coach"]], " ms"), "≤ 300 ms")
        figure("the coach ÷ reading the history alone", told(ratios(times["coach"], times["history"]), "×"))


def main() -> None:
    """A short run and a long one with many epochs, and one with more layers."""
    judged("toy MLP, 300 epochs", toy(repeats(300, 20)))
    judged("toy MLP, 5,000 epochs", toy(repeats(5_000, 200)))
    judged("digits CNN, 15 epochs", digits(repeats(15, 2)))


if __name__ == "__main__":
    main()

"""A search for good settings: trials as ordinary runs, Optuna's own storage beside them, and the winner trained on all
training data."""

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

import nnviz

experiment = nnviz.ready("breast_cancer")
base = experiment.replace(train=experiment.train.replace(epochs=10))
values = {"learning_rate": (0.0003, 0.1), "units": (2, 32)}
search = nnviz.StudySpec(base=base, kind="search", values=values, count=12, sampler="tpe")
found = nnviz.study(search)
best = nnviz.winner(search, found)
print(f"{len(found.rows)} trials; the best one is {best.name}: {best.score:.1%} of the validation examples")

folder = nnviz.Study.recent(limit=1)[0].folder
kept = optuna.load_study(study_name=None, storage=JournalStorage(JournalFileBackend(str(folder / "optuna.log"))))
print(f"Optuna's storage holds {len(kept.trials)} of them, and says {kept.best_params}")

run = nnviz.train(nnviz.for_all_training_data(search, best))
print(f"the winner learns all training data: {run.status().state} after {best.epochs} epochs")

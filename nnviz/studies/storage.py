"""A search in Optuna's own storage, `studies/<id>/optuna.log`: for its dashboard, and for whoever goes on with Optuna.

It mirrors what the study and its runs say, which is what counts: a storage file that cannot be read, such as one of
another version, is put aside as `optuna.log.unread` and written anew.
"""

import contextlib

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock
from optuna.trial import FrozenTrial, TrialState

from nnviz.studies.store import Study

FILE = "optuna.log"


def mirror(study: Study, larger: bool, told: list[FrozenTrial]) -> None:
    """Brings the storage up to what the trials came to. A disk that is full, or a folder that may not be written, costs
    the mirror alone."""
    with contextlib.suppress(OSError):
        try:
            _bring_up(_opened(study, larger), told)
        except OSError:
            raise
        except Exception:  # whatever another version of Optuna, or another program, wrote there
            path = study.folder / FILE
            if path.is_file():
                path.replace(path.with_name(f"{FILE}.unread"))
            _bring_up(_opened(study, larger), told)


def opened(study: Study) -> optuna.Study:
    """The search as Optuna keeps it: `optuna.load_study` of its storage."""
    return optuna.load_study(study_name=study.id, storage=_storage(study))


def _storage(study: Study) -> JournalStorage:
    path = str(study.folder / FILE)
    return JournalStorage(JournalFileBackend(path, lock_obj=JournalFileOpenLock(path, grace_period=5)))


def _opened(study: Study, larger: bool) -> optuna.Study:
    return optuna.create_study(
        study_name=study.id,
        storage=_storage(study),
        direction="maximize" if larger else "minimize",
        load_if_exists=True,
    )


def _bring_up(kept: optuna.Study, told: list[FrozenTrial]) -> None:
    there = kept.get_trials(deepcopy=False)
    for own, new in zip(there, told, strict=False):
        if own.state == TrialState.RUNNING:
            _report(kept, own, new)
    kept.add_trials(told[len(there) :])


def _report(kept: optuna.Study, own: FrozenTrial, new: FrozenTrial) -> None:
    storage = kept._storage
    for step, value in new.intermediate_values.items():
        if step not in own.intermediate_values:
            storage.set_trial_intermediate_value(own._trial_id, step, value)
    if new.state != TrialState.RUNNING:
        values = None if new.value is None else [new.value]
        storage.set_trial_state_values(own._trial_id, new.state, values)

"""Where things are kept and how large they may be, read from the environment (`NNVIZ_…`)."""

import os
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from nnviz import machine
from nnviz.errors import RunError


class Settings(BaseSettings):
    """Every place and limit. Each field `x` is set by the environment variable `NNVIZ_X`."""

    model_config = SettingsConfigDict(env_prefix="NNVIZ_")

    home: Path = Path.home() / ".nnviz"
    scheduler: str = ""
    mode: Literal["local", "hosted"] = "local"

    training_workers: int = Field(default_factory=machine.training_workers, ge=1)
    interactive_workers: int = Field(default_factory=machine.interactive_workers, ge=1)
    worker_memory_mb: int = Field(default_factory=machine.worker_memory_mb, ge=500)
    """Memory of one worker, MB; one that needs more is ended and its task fails with a sentence."""

    task_seconds: float = 120.0
    """How long an interactive task may take, from the moment when a worker begins it."""
    wait_seconds: float = 120.0
    """How long an interactive task may wait for a free worker."""
    stop_seconds: float = 30.0
    """How long a run that was stopped may go on before its worker is ended."""
    download_seconds: float = 60.0
    """How long a data set that is fetched may make no progress before it is given up."""
    download_megabytes: float = 3_000.0
    """What may be downloaded for one data set, in MB."""
    pause_minutes: float = 30.0
    """How long a paused run may hold its worker; then it stops and keeps its model."""

    pace_minutes: float = 10.0
    """How long a run may wait between its steps, all its waits together, where it is to be slow enough to be watched
    and nnviz is hosted; then it goes on at full speed."""

    silent_seconds: float = 30.0
    """How long a training worker on another host may be silent before its run counts as failed."""

    run_megabytes: float = 180.0
    """Bytes that one run directory may fill, in MB."""
    runs_gigabytes: float = Field(default_factory=lambda values: _tenth_of_disk(values["home"]))
    """GB that all runs together may fill; above it the oldest ended ones are removed."""
    max_runs: int = 10_000
    person_gigabytes: float = 2.0
    """GB that one person's runs may fill where nnviz is hosted; above it their oldest ended ones are removed."""
    person_runs: int = 200
    frames_per_second: float = 8.0
    max_frames: int = 160
    max_layers: int = 1200
    max_parameters: int = Field(default_factory=lambda values: machine.parameters(values["worker_memory_mb"]))
    """Parameters of one network: what a worker has memory for, to look into it and to explain it."""
    max_upload_mb: int = 300
    max_model_mb: int = Field(default_factory=lambda values: _largest_model(values))
    """A network's file, in MB: as large as the weights of the largest network, at most 2,000, but where nnviz is
    hosted."""
    max_json_mb: float = 6.0
    """A network or experiment described in JSON, in MB. Keras writes about 1.5 kB a layer, 2 MB for the most layers
    allowed; and what is parsed takes up to fifty times as much memory as its text."""
    max_epochs: int = 10_000

    prediction_servers: int = 2
    """How many prediction servers the app may have started at once; each holds about 750 MB. None where it is
    hosted."""

    session_megabytes: float = 64.0
    """Memory for the answers and figures that one browser session keeps, in MB."""
    person_training: int = 2
    """How many runs of one person may train at once where nnviz is hosted; those above it wait."""
    person_waiting: int = 4
    """How many more of one person's runs may wait where nnviz is hosted."""
    person_days: int = 90
    """Days after which drafts and uploads of somebody who did not come back are removed where nnviz is hosted."""
    person_draft_megabytes: float = 20.0
    """Drafts of one person, in MB; the oldest give way."""
    person_upload_megabytes: float = Field(default_factory=lambda values: max(900.0, 1.5 * values["max_model_mb"]))
    """Uploaded files of one person, in MB; the oldest give way."""
    parsed_megabytes: float = 1_000.0
    """Tables that were read from files, kept so that they are parsed once, in MB; the oldest give way."""

    @property
    def runs(self) -> Path:
        return self.home / "runs"


def _largest_model(values: dict) -> int:
    """MB: 4 bytes a parameter, and a tenth for what else is in a file; the server holds what is uploaded."""
    if values["mode"] == "hosted":
        return values["max_upload_mb"]
    return max(values["max_upload_mb"], min(2_000, int(values["max_parameters"] * 4.4 / 1e6)))


def most_weight_bytes(settings: Settings) -> int:
    """Bytes that the numbers of one network may fill once they are unpacked: float64, or float32 with the two further
    numbers that an optimizer keeps of each."""
    return settings.max_parameters * 16


def _tenth_of_disk(home: Path) -> float:
    """GB: a tenth of the disk that holds `home`, from 1 to 50."""
    there = next((folder for folder in (home, *home.parents) if folder.exists()), Path("/"))
    try:
        return float(min(50, max(1, shutil.disk_usage(there).total // 10**10)))
    except OSError:
        return 1.0


@lru_cache(maxsize=1)
def get() -> Settings:
    """The settings of this process, read once."""
    return Settings()


def writable_home(settings: Settings | None = None) -> Path:
    """The folder for runs, made if missing.

    Raises:
        RunError: when it cannot be written, with the variable that moves it elsewhere.
    """
    folder = (settings or get()).runs
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise RunError(
            f"The folder {folder} cannot be written ({error.strerror or error}).",
            expected="a folder that this account may write to",
            fix="Set NNVIZ_HOME to such a folder and start nnviz again.",
            where="NNVIZ_HOME",
        ) from error
    return folder

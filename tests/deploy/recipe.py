"""The hosting recipe as a test can follow it without Docker: what its files say, carried out in a folder of one's
own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
_WRAPPED = ("pip", "streamlit", "dask")


def dockerfile() -> list[tuple[str, str]]:
    """(instruction, the rest) in order; continued lines are one."""
    text = re.sub(r"\\\n\s*", " ", (DEPLOY / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def compose(**settings: str) -> dict:
    """compose.yaml with its ${NAME:-default} filled in."""

    def filled(match: re.Match) -> str:
        return settings.get(match[1]) or match[2] or ""

    return yaml.safe_load(re.sub(r"\$\{(\w+)(?::-([^}]*))?\}", filled, (DEPLOY / "compose.yaml").read_text()))


class Container:
    """A folder that stands for the image: `/app`, `/data` and `/tmp` are folders in it, and its Python sees the
    packages that are installed here, and no other environment."""

    def __init__(self, folder: Path, ports: dict[str, int]):
        self.folder, self._ports = folder, ports
        self.environment = {"PATH": f"{folder}/venv/bin:/usr/bin:/bin", "OMP_NUM_THREADS": "1"}
        for name in ("app", "data", "tmp"):
            (folder / name).mkdir()
        self._python()

    def build(self) -> list[str]:
        """Carries out the Dockerfile; returns its CMD."""
        for instruction, rest in dockerfile():
            if instruction == "ENV":
                self.environment |= {name: self.here(value) for name, value in re.findall(r"(\w+)=(\S+)", rest)}
            elif instruction == "COPY":
                self._copy(rest.split())
            elif instruction == "RUN":
                owner = rest.replace("chown 1000:1000", f"chown {os.getuid()}:{os.getgid()}")
                done = subprocess.run(
                    ["sh", "-ec", self.here(owner)], cwd=self.folder / "app", env=self.environment, capture_output=True
                )
                assert done.returncode == 0, (rest, done.stdout.decode()[-1500:], done.stderr.decode()[-1500:])
        return json.loads(next(rest for instruction, rest in dockerfile() if instruction == "CMD"))

    def start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen:
        """A service's command, with its environment, in /app."""
        log = (self.folder / f"{command[1]}-{len(list(self.folder.glob('*.log')))}.log").open("wb")
        return subprocess.Popen(
            [self.here(part) for part in command],
            cwd=self.folder / "app",
            env={**self.environment, **{name: self.here(str(value)) for name, value in environment.items()}},
            stdout=log,
            stderr=log,
            executable=shutil.which(command[0], path=self.environment["PATH"]),
        )

    def here(self, text: str) -> str:
        """A text of the recipe with the container's places and the services' names as they are here."""
        text = re.sub(r"(?<![\w.])/(app|data|tmp)(?=/|\s|$)", rf"{self.folder}/\1", text)
        for service, port in self._ports.items():
            text = re.sub(rf"\b{service}:(?=\d)", "127.0.0.1:", text)
            text = re.sub(rf"\b{_CONTAINER_PORTS[service]}\b", str(port), text)
        return text.replace("0.0.0.0", "127.0.0.1")

    def logs(self) -> str:
        """The end of what the services said."""
        return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))

    def _copy(self, parts: list[str]) -> None:
        *sources, target = parts
        for source in sources:
            origin, destination = ROOT / source, self.folder / "app" / target
            if origin.is_dir():
                shutil.copytree(origin, destination)  # what is compiled here already need not be compiled there
            else:
                shutil.copy(origin, destination)

    def _python(self) -> None:
        """A virtual environment without packages of its own, over those that this interpreter has."""
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", self.folder / "venv"], check=True)
        site = next((self.folder / "venv/lib").glob("python*/site-packages"))
        (site / "here.pth").write_text("\n".join(own for own in sys.path if own.endswith("site-packages")))
        for name in _WRAPPED:
            wrapper = self.folder / "venv/bin" / name
            wrapper.write_text(f'#!/bin/sh\nexec "{self.folder}/venv/bin/python" -m {name} "$@"\n')
            wrapper.chmod(0o755)


_CONTAINER_PORTS = {"scheduler": 8786, "app": 8501}


def nginx_conf(folder: Path, app_port: int, http: int, https: int) -> Path:
    """nginx.conf with the ports, the certificate and the folders of this machine."""
    text = (DEPLOY / "nginx.conf").read_text()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{https} ssl;",
        "http://app:8501": f"http://127.0.0.1:{app_port}",
        "/etc/nginx/certificates/": f"{folder}/",
        "access_log off;": "access_log off;\n"
        + "".join(
            f"  {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        ),
        "worker_processes auto;": f"worker_processes 1;\npid {folder}/nginx.pid;\ndaemon off;\n",
        "/dev/stderr": f"{folder}/nginx.log",
    }
    for before, after in changes.items():
        assert before in text, f"nginx.conf no longer says {before!r}"
        text = text.replace(before, after)
    (folder / "nginx.conf").write_text(text)
    return folder / "nginx.conf"


def certificate(folder: Path) -> None:
    """A certificate that nobody trusts."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        + ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True,
        capture_output=True,
    )

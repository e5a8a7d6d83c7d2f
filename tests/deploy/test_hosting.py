"""Hosting by the README alone: the recipe's own commands, in an environment without anything else, behind a real nginx,
below a base path."""

import base64
import contextlib
import importlib.util
import json
import shutil
import socket
import ssl
import subprocess
import time
import tomllib
import urllib.error
import urllib.request

import pytest

from nnviz import cli
from tests.deploy.recipe import DEPLOY, ROOT, Container, certificate, compose, dockerfile, nginx_conf
from tests.ports import free_port

BASE = "/tools/nnviz"
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx or openssl is not installed: make nginx"
)


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    """(https address with the base path, http port, the container): everything runs."""
    folder = tmp_path_factory.mktemp("hosting")
    ports = {"scheduler": free_port(), "app": free_port()}
    http, https = free_port(), free_port()
    container = Container(folder, ports)
    command = container.build()
    services = compose(NNVIZ_BASE_PATH=BASE)["services"]
    certificate(folder)
    processes = []
    try:
        for name in ("scheduler", "training", "interactive"):
            processes.append(container.start(_light(services[name]["command"]), services[name]["environment"]))
        processes.append(container.start(services["app"].get("command", command), services["app"]["environment"]))
        conf = nginx_conf(folder, ports["app"], http, https)
        processes.append(subprocess.Popen([shutil.which("nginx"), "-p", str(folder), "-c", str(conf)]))
        yield f"https://127.0.0.1:{https}{BASE}", http, container
    finally:
        for process in reversed(processes):  # one after the other: a worker waits for a scheduler that has gone
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()


def _light(command: list[str]) -> list[str]:
    """A worker's command without what it imports beforehand, which costs seconds; that there is such a module is
    tested."""
    if "--preload" not in command:
        return command
    place = command.index("--preload")
    assert importlib.util.find_spec(command[place + 1]) is not None
    return command[:place] + command[place + 2 :]


def get(address: str, **headers):
    """(status, headers, text); redirects are not followed."""
    context = ssl._create_unverified_context()
    opener = urllib.request.build_opener(_Stay, urllib.request.HTTPSHandler(context=context))
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()
    except OSError as error:
        return 0, {}, str(error)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def socket_status(address: str, origin: str) -> str:
    """The first line that answers a WebSocket's handshake."""
    host, path = address.removeprefix("https://").split("/", 1)
    name, port = host.split(":")
    key = base64.b64encode(b"0123456789abcdef").decode()
    lines = [f"GET /{path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: streamlit"]
    with (
        socket.create_connection((name, int(port)), timeout=30) as plain,
        ssl._create_unverified_context().wrap_socket(plain) as channel,
    ):
        channel.sendall("\r\n".join([*lines, f"Origin: {origin}", "", ""]).encode())
        return channel.recv(200).decode(errors="replace").splitlines()[0]


@needs_nginx
def test_the_recipe_hosts_nnviz_below_a_base_path(hosted, capsys):
    address, http, container = hosted
    deadline = time.monotonic() + 120
    while (answer := get(f"{address}/nnviz/health"))[0] != 200:
        assert time.monotonic() < deadline, (answer, container.logs())
        time.sleep(0.5)
    assert json.loads(answer[2]) == {"engine": "ready"}

    status, headers, _ = get(f"http://127.0.0.1:{http}{BASE}/train?run=x")
    assert (status, headers["Location"]) == (301, f"https://127.0.0.1{BASE}/train?run=x")
    for page in ("/", "/train", "/export"):
        status, headers, text = get(f"{address}{page}", Accept="text/html")
        assert status == 200 and "--nn-" in text, "the frame's styles come with the page"
        assert f"Path={BASE};" in headers["Set-Cookie"] and "Secure" in headers["Set-Cookie"]
        assert "HttpOnly" in headers["Set-Cookie"] and "max-age" in headers["Strict-Transport-Security"]
    for short in ("", "/train/"):
        status, headers, _ = get(f"{address}{short}", Accept="text/html")
        assert status == 200 or headers["Location"].startswith((f"{BASE}", address)), (short, headers["Location"])
    status, headers, _ = get(f"{address}/nonsense", Accept="text/html")
    assert (status, headers["Location"]) == (302, f"{BASE}/?unknown=nonsense")
    status, _, text = get(f"{address}/nnviz/live/20200101-000000-aaaaaa")
    assert status == 404 and "There is no run 20200101-000000-aaaaaa" in text, (
        "our own addresses are below the path too"
    )

    origin = address.removesuffix(BASE)
    assert " 101 " in socket_status(f"{address}/_stcore/stream", origin)
    assert " 403 " in socket_status(f"{address}/_stcore/stream", "https://evil.example")

    check = compose(NNVIZ_BASE_PATH=BASE)["services"]["app"]["healthcheck"]["test"]
    assert check[:3] == ["CMD", "nnviz", "health"]
    assert cli.main(["health", container.here(check[3])]) == 0 and capsys.readouterr().out == "ready\n"


def test_what_the_recipe_says_fits_the_project():
    instructions = dict(dockerfile())
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    version = instructions["FROM"].removeprefix("python:").split("-")[0]
    assert tuple(map(int, version.split("."))) >= tuple(map(int, wanted.split(".")))
    uploads = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["server"]["maxUploadSize"]
    limit = int((DEPLOY / "nginx.conf").read_text().split("client_max_body_size ")[1].split("m;")[0])
    assert limit >= uploads
    services = compose()["services"]
    assert all("mem_limit" in service for service in services.values())
    copied = {part for instruction, rest in dockerfile() if instruction == "COPY" for part in rest.split()[:-1]}
    sent = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().split() if line.startswith("!")}
    assert copied == sent, "what is copied is what Docker is given"
    resources = [" ".join(service.get("command", [])) for service in services.values()]
    assert any("training=1" in command for command in resources) and any("interactive=1" in own for own in resources)


def test_a_copy_that_does_not_answer_is_said_to_be_ill(capsys):
    assert cli.main(["health", f"http://127.0.0.1:{free_port()}/nnviz/health"]) == 1
    assert "No app answers" in capsys.readouterr().err

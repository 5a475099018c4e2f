"""A small site on a real nginx and a real Caddy, set up as docs/maintaining.md says."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from sites import ROOT, Built, article, free_port, make_site

from proofdesk.desk.cli import main

PATIENCE = 30.0
FOLDER = "/srv/plasticity/current"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A running server: the site's own folder, its ports, and what its certificate is trusted by."""

    name: str
    site: Path
    port: int
    plain_port: int
    trusts: ssl.SSLContext

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request, its path as it stands, in names such as ``If_None_Match``."""
        return self._ask(http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10, context=self.trusts), path,
                         method, headers)

    def ask_http(self, path: str, **headers: str) -> Answer:
        """The same, without encryption."""
        return self._ask(http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=10), path, "GET", headers)

    @staticmethod
    def _ask(connection: http.client.HTTPConnection, path: str, method: str, headers: dict[str, str]) -> Answer:
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            names = [name.lower() for name, _ in answer.getheaders()]
            assert len(names) == len(set(names)), f"{path}: a header is sent twice: {names}"
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with all that a host has to send: feeds and security.txt need an address and a contact."""
    body = "It grows [@ly2018].\n\n/// faq | Does it?\nYes [@shao2021].\n///\n"
    settings = "site_url: https://example.org/\nextra: {publisher: {name: Us, contact: us@example.org}}\n"
    mark = (ROOT / "docs" / "assets" / "window.svg").read_bytes()
    files = {"docs/articles/one.md": article(body, "One"), "docs/assets/window.svg": mark}
    made = make_site(tmp_path_factory.mktemp("served") / "site", files, settings=settings).build("--strict")
    assert made.code == 0, made.output
    return made


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest, built: Built) -> Iterator[Server]:
    """The server as an ordinary user runs it, with the files from hosting/ and nothing changed but places and ports."""
    with run_server(request.param, built) as running:
        yield running


@contextmanager
def run_server(name: str, built: Built, below: str = "") -> Iterator[Server]:
    """Run a server with a built site: at its root, or below a path, such as ``some/repo``, beside other pages."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.fail(f"{name} is not installed; get it with: sudo apt install {name}", pytrace=False)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(built.folder, folder / "site" / below)
        (folder / "outside.txt").write_text("nobody's business", encoding="utf-8")
        (folder / "site" / ".git").mkdir()
        (folder / "site" / ".git" / "config").write_text("nobody's business", encoding="utf-8")
        command = ["headers", name, str(folder / "site" / below), "-o", str(folder / f"headers.{name}")]
        assert CliRunner().invoke(main, command).exit_code == 0
        _certificate(folder)
        port, plain_port = free_port(), free_port()
        arguments = {"nginx": _nginx, "caddy": _caddy}[name](folder, port, plain_port, below)
        trusts = ssl.create_default_context(cafile=str(folder / "cert.pem"))
        root = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
        if root:
            subprocess.run(["chown", "-R", "nobody:nogroup", made], check=True)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([program, *arguments], cwd=folder, stdout=log, stderr=log,  # type: ignore[call-overload]
                                       env={**os.environ, "HOME": made, "XDG_DATA_HOME": made, "XDG_CONFIG_HOME": made},
                                       **root)
            try:
                _await(process, (port, plain_port), folder / "log")
                yield Server(name, folder / "site", port, plain_port, trusts)
            finally:
                process.terminate()
                process.wait(timeout=PATIENCE)


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=example.org", "-addext", "subjectAltName=DNS:example.org,IP:127.0.0.1", "-keyout", "key.pem",
         "-out", "cert.pem"], cwd=folder, check=True, capture_output=True)


def _replaced(text: str, changes: dict[str, str]) -> str:
    """A configuration with other places. Each must be there, so that the file cannot move away from the test."""
    for old, new in changes.items():
        assert old in text, f"the configuration has no “{old}”"
        text = text.replace(old, new)
    return text


def _below(name: str, folder: Path, below: str) -> str:
    """The part of a configuration for a site below a path, with the test's own path and folder."""
    text = (ROOT / "hosting" / name).read_text(encoding="utf-8")
    return _replaced(text, {"/some/repo/": f"/{below}/", FOLDER: str(folder)})


def _nginx(folder: Path, port: int, plain_port: int, below: str = "") -> list[str]:
    if below:
        site = (f"server {{ listen 127.0.0.1:{plain_port}; root /nowhere; }}\nserver {{ listen 127.0.0.1:{port} ssl;\n"
                f"ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;\n"
                f'location / {{ return 200 "other pages"; }}\n{_below("nginx-below.conf", folder, below)}}}\n')
    else:
        site = _replaced((ROOT / "hosting" / "nginx.conf").read_text(encoding="utf-8"), {
            "listen 80;": f"listen 127.0.0.1:{plain_port};", "    listen [::]:80;\n": "",
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "    listen [::]:443 ssl http2;\n": "",
            "/etc/letsencrypt/live/example.org/fullchain.pem": str(folder / "cert.pem"),
            "/etc/letsencrypt/live/example.org/privkey.pem": str(folder / "key.pem"), FOLDER: str(folder)})
    own = "".join(f"{each}_temp_path {folder}/{each};\n" for each in (
        "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr;\nevents {{ }}\n"
        f"http {{\naccess_log off;\n{own}{site}}}\n", encoding="utf-8")
    return ["-c", str(folder / "nginx.conf"), "-e", "stderr"]


def _caddy(folder: Path, port: int, plain_port: int, below: str = "") -> list[str]:
    head = f"https://127.0.0.1:{port} {{\n\ttls {folder}/cert.pem {folder}/key.pem"
    if below:
        site = f'{head}\n{_below("Caddyfile-below", folder, below)}respond "other pages"\n}}\n'
    else:
        text = (ROOT / "hosting" / "Caddyfile").read_text(encoding="utf-8")
        site = _replaced(text, {"\nexample.org {": f"\n{head}", FOLDER: str(folder)})
    options = f"{{\n\tadmin off\n\thttp_port {plain_port}\n\thttps_port {port}\n\tdefault_bind 127.0.0.1\n}}\n"
    (folder / "Caddyfile").write_text(options + site, encoding="utf-8")
    return ["run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _await(process: subprocess.Popen[bytes], ports: tuple[int, ...], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    for port in ports:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server does not run:\n{log.read_text(encoding='utf-8')}", pytrace=False)
            time.sleep(0.02)

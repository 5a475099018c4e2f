"""Run ``mkdocs`` and ``desk`` in processes that have their modules loaded already.

Loading MkDocs, its plugins and the generator takes a second, and the tests run these programs many hundred times. One
process loads all of it and forks for each run. What runs is the same program, in a process and a folder of its own,
with an environment of its own. Only the templates are compiled once for all of them: Jinja knows a compiled template by
the text that it was made from.
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import json
import os
import pkgutil
import re
import runpy
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import jinja2
import markdown
import yaml
from jinja2.bccache import Bucket
from PIL import Image

import proofdesk

_MODULES = ("mkdocs.commands.build", "mkdocs.config.defaults", "material.plugins.search.plugin", "mkdocs_bibtex.plugin",
            "mkdocs_redirects.plugin", "mkdocs_rss_plugin.plugin", "pymdownx.blocks.html", "markdown.extensions.toc",
            # What a run loads only when it needs it, which most runs do.
            "markdown.extensions.abbr", "markdown.extensions.attr_list", "markdown.extensions.codehilite",
            "markdown.extensions.def_list", "markdown.extensions.footnotes", "pymdownx.highlight", "pymdownx.quotes",
            "pymdownx.superfences", "pygments.formatters.html", "pygments.lexers", "pygments.styles",
            "pybtex.style.labels.number", "pybtex.style.names.plain", "pybtex.style.sorting.author_year_title",
            "material.templates", "colorama", "click._termui_impl", "encodings.utf_8_sig", "encodings.utf_16_be")
_TESTS = Path(__file__).resolve().parent
_KINDS, _SITE = _TESTS.parent / "hooks" / "blocks", _TESTS / "data" / "site.yml"
_SETTINGS, _STYLE = _TESTS.parent / "mkdocs.yml", _TESTS.parent / "references.csl"
SECONDS = 600


class Running:
    """A program that was started, and what comes of it."""

    def __init__(self, preloaded: Preloaded, pid: int, log: Path, errors: Path) -> None:
        self._preloaded, self.pid, self._log, self._errors = preloaded, pid, log, errors
        self._code: int | None = None
        self._printed: tuple[str, str] | None = None

    @property
    def printed(self) -> str:
        """What it has printed so far."""
        return self._printed[0] if self._printed else self._log.read_text(encoding="utf-8")

    @property
    def errors(self) -> str:
        """What it has printed as errors, if they are kept apart; when it has ended."""
        assert self._printed
        return self._printed[1]

    def poll(self) -> int | None:
        """Return its exit code; None while it runs."""
        if self._code is None:
            self._code = self._preloaded.ask({"ended": self.pid})
        return self._code

    def wait(self) -> tuple[int, str]:
        """Wait for its end; return its exit code and what it printed."""
        if self._code is None:
            self._code = self._preloaded.ask({"wait": self.pid})
        assert self._code is not None
        if not self._printed:
            self._printed = self._log.read_text(encoding="utf-8"), self._errors.read_text(encoding="utf-8")
            for file in {self._log, self._errors}:
                file.unlink()
        return self._code, self._printed[0]

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal, if it runs, and return its exit code."""
        if self.poll() is None:
            os.kill(self.pid, by)
        return self.wait()[0]


class Preloaded:
    """The process that forks, started with the first run and ended with the tests."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         encoding="utf-8", env=env)

    def start(self, program: str, arguments: list[str], root: Path, env: dict[str, str], before: str = "",
              apart: bool = False) -> Running:
        """Start ``python -m program`` in ``root``, after the Python of ``before`` if there is any.

        What it prints and its errors come in their order, unless they are to be kept ``apart``.
        """
        log = _new_file()
        errors = _new_file() if apart else log
        pid = self.ask({"program": program, "arguments": arguments, "root": str(root), "env": env, "out": str(log),
                        "errors": str(errors), "before": before})
        assert pid is not None
        return Running(self, pid, log, errors)

    def run(self, program: str, arguments: list[str], root: Path, env: dict[str, str]) -> tuple[int, str]:
        """Run ``python -m program`` in ``root`` and return its exit code and what it printed."""
        return self.start(program, arguments, root, env).wait()

    def ask(self, asked: dict[str, object]) -> int | None:
        """Ask the process for something; its answer is a number, or None."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer: int | None = json.loads(self._process.stdout.readline())
        return answer


def _new_file() -> Path:
    number, name = tempfile.mkstemp(prefix="printed-")
    os.close(number)
    return Path(name)


def _modules_of_the_program() -> Iterator[str]:
    """Yield all modules but those with which a program or a build begins: a command is loaded when it is called."""
    for module in pkgutil.walk_packages(proofdesk.__path__, "proofdesk."):
        if not module.name.endswith(".__main__") and not module.name.startswith("proofdesk.build.entry"):
            yield module.name


def _serve() -> None:
    re._MAXCACHE = 10_000  # type: ignore[attr-defined]  # all that is loaded has more patterns than Python keeps
    _keep_what_is_installed()
    for name in (*_MODULES, *_modules_of_the_program()):
        importlib.import_module(name)
    Image.init()
    # What a process works out once of the program itself, whatever the site.
    importlib.import_module("proofdesk.common.cache").code_fingerprint()
    importlib.import_module("proofdesk.bibliography.pandoc.items").pandoc_version()
    unchanged = importlib.import_module("proofdesk.build.unchanged")
    for file in unchanged.below(unchanged.PROGRAM):
        unchanged.CONTENTS.state(file)
    # The forms of what editors write, each of which is otherwise put together when it is first used.
    forms = [*importlib.import_module("proofdesk.common.yaml_files.model").Written.__subclasses__()]
    for form in forms:
        form.model_rebuild()
        forms += form.__subclasses__()
    # The kinds of block, which all small sites share and name alike.
    site = importlib.import_module("proofdesk.content.site_data").load_site_data(_SITE, "site.yml")[0]
    kinds = importlib.import_module("proofdesk.blocks.installed").block_kinds(_KINDS, site.block_words)
    # What is published of the theme's style sheet and of the data's form, whatever the pages.
    importlib.import_module("proofdesk.outputs.claims_json").schema(kinds)
    sheets = importlib.import_module("proofdesk.outputs.theme_css")
    theme = f"{importlib.import_module('material').__path__[0]}/templates"
    sheets.pruned_sheet(sheets.find_sheet([theme]), _extensions())
    # The settings and the style of nearly all sites, and the patterns of their Markdown.
    _read_settings_quickly()
    markdown.Markdown(extensions=_extensions())
    style = importlib.import_module("proofdesk.bibliography.pandoc.style").read_style(_STYLE)
    importlib.import_module("proofdesk.bibliography.pandoc.citeproc")._try(style)
    # The expressions of results and of topics, which take longer to compile than a small page takes to convert.
    importlib.import_module("proofdesk.checks.harms.figures").reading("en").has_result("Most of 9 people got well.")
    site.vocabulary.of("A title", "A text")
    importlib.import_module("proofdesk.bibliography.names").has_organisation_word("Ly, Calvin")
    importlib.import_module("proofdesk.citations.species_words").species_words("en")
    gc.freeze()  # so that no run looks again and again through what it found there
    with tempfile.TemporaryDirectory(prefix="compiled-") as folder:
        _keep_compiled(folder)
        for line in sys.stdin:
            asked = json.loads(line)
            if pid := asked.get("wait") or asked.get("ended"):
                ended, status = os.waitpid(pid, 0 if "wait" in asked else os.WNOHANG)
                print(os.waitstatus_to_exitcode(status) if ended else "null", flush=True)
                continue
            child = os.fork()
            if not child:
                _run(**asked)
            print(child, flush=True)


def _extensions() -> list[str]:
    """Return the Markdown extensions that the small sites inherit."""
    reading = importlib.import_module("mkdocs.utils.yaml")
    with _SETTINGS.open(encoding="utf-8") as file:
        listed = reading.yaml_load(file, reading.get_yaml_loader())["markdown_extensions"]
    return [each if isinstance(each, str) else next(iter(each)) for each in listed]


def _keep_what_is_installed() -> None:
    """Read once what is installed, which is nothing else while the tests run: a build would read it seven times."""
    installed, read_version = importlib.metadata.entry_points(), importlib.metadata.version
    versions = {each.metadata["Name"].lower(): each.version for each in importlib.metadata.distributions()}

    def entry_points(**params: Any) -> Any:
        return installed.select(**params) if params else installed

    def version(name: str) -> str:
        return versions.get(name.lower()) or read_version(name)

    importlib.metadata.entry_points, importlib.metadata.version = entry_points, version


def _read_settings_quickly() -> None:
    """Have the settings that all sites inherit read by LibYAML, which takes a tenth of the time of MkDocs' reader."""
    reading = importlib.import_module("mkdocs.utils.yaml")
    usual, quick = reading.yaml_load, getattr(yaml, "CLoader", yaml.Loader)

    def yaml_load(source: Any, loader: Any = None) -> Any:
        if getattr(source, "name", "") == str(_SETTINGS):
            loader = type("Quick", (quick,), {"yaml_constructors": loader.yaml_constructors})
        return usual(source, loader)

    reading.yaml_load = yaml_load


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates by their text and by what else a compiler looks at."""

    def get_bucket(self, environment: jinja2.Environment, name: str, filename: str | None, source: str) -> Bucket:
        escaping = environment.autoescape
        settings = (escaping if isinstance(escaping, bool) else escaping.__qualname__, sorted(environment.extensions),
                    environment.trim_blocks, environment.lstrip_blocks, environment.undefined.__qualname__,
                    getattr(environment, "newstyle_gettext", None))
        return super().get_bucket(environment, name, f"{filename} {settings}", source)


def _keep_compiled(folder: str) -> None:
    """Have every environment of Jinja keep what it compiles in ``folder``."""
    initialise, cache = jinja2.Environment.__init__, _Compiled(folder)

    def with_cache(self: jinja2.Environment, *given: Any, **named: Any) -> None:
        initialise(self, *given, **{"bytecode_cache": cache, **named})

    jinja2.Environment.__init__ = with_cache  # type: ignore[method-assign]


def _run(program: str, arguments: list[str], root: str, env: dict[str, str], out: str, errors: str,
         before: str) -> NoReturn:
    signal.alarm(SECONDS)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(env)
    for number, (file, how) in enumerate((
            (os.devnull, os.O_RDONLY), (out, os.O_WRONLY | os.O_APPEND), (errors, os.O_WRONLY | os.O_APPEND))):
        os.dup2(os.open(file, how), number)
    sys.path[0] = root
    sys.argv = [program, *arguments]
    code = 1
    try:
        if before:
            exec(compile(before, "before", "exec"), {"__name__": "before"})
        runpy.run_module(program, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if end.code is not None and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    with suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()

"""Find a browser and the package that drives it; neither is among what builds the site."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from proofdesk.common.errors import UserError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "PROOFDESK_BROWSER"
_LOCK = "requirements/browser.txt"  # of the generator's own repository; another site may have none
_LOCKED = f"--require-hashes -r {_LOCK}"
# The first is the same engine without a window, which opens a page for less than half the processor's time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
          "microsoft-edge", "msedge")
# Where the system keeps it if it is on no PATH.
_PLACES = {
    "darwin": ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
               "/Applications/Chromium.app/Contents/MacOS/Chromium",
               "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
    "win32": (r"C:\Program Files\Google\Chrome\Application\chrome.exe",
              r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
              r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
              r"C:\Program Files\Microsoft\Edge\Application\msedge.exe"),
}
_ARGUMENTS = [
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-dev-shm-usage",
    # Whatever a page wants, no other machine is asked.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


class NoBrowser(UserError):
    """There is no browser here, so nothing could be seen. A script must not take it for a fault of the site."""

    exit_code = 3


def find_browser() -> str:
    """Return the program of a Chromium, Chrome or Edge. Raises ``NoBrowser`` without one, or without Playwright."""
    if find_spec("playwright") is None:
        raise NoBrowser("Playwright, which opens the pages, is not installed (install it into this environment: "
                        f"{_python()} -m pip install {_LOCKED if Path(_LOCK).is_file() else 'playwright'})")
    stated = os.environ.get(VARIABLE)
    if stated:
        found = shutil.which(stated)
        if not found:
            raise NoBrowser(f"{VARIABLE}: there is no program “{stated}”")
        return found
    places = (place for place in _PLACES.get(sys.platform, ()) if Path(place).is_file())
    found = next(filter(None, map(shutil.which, _NAMES)), None) or next(places, None)
    if not found:
        raise NoBrowser("there is no Chromium, Chrome or Edge on this machine (install one, on Debian and Ubuntu: sudo "
                        f"apt install chromium; or name its program in {VARIABLE})")
    return found


def _python() -> str:
    """Return how this Python is called, as short as the folder allows."""
    program = Path(sys.executable)
    return os.path.relpath(program) if program.is_relative_to(Path.cwd()) else str(program)


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """Run a browser without a window for one ``with`` block. Raises ``NoBrowser`` if it does not start."""
    # Imported here because only the tests' environment and that of a gate have it.
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        except Error as error:
            reason = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
            raise NoBrowser(f"“{program}” does not start: {reason} (see whether it opens by hand, or name another in "
                            f"{VARIABLE})") from None
        try:
            yield running
        finally:
            running.close()

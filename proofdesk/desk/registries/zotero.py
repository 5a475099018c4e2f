"""Ask the Zotero on this machine, by the interface of its plugin Better BibTeX, which works an editor chooses.

Only this machine is asked: Zotero answers no other one, and what is in a library is nobody else's.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

import click
import requests

from proofdesk.common.errors import UserError
from proofdesk.desk.network.outside import call_within

ADDRESS = "http://127.0.0.1:23119"
PLUGIN = "https://retorque.re/zotero-better-bibtex/"
# Seconds for an answer that needs nobody, and for a person who chooses.
SECONDS, CHOOSING = 30.0, 300.0
MAX_BYTES = 5_000_000
_BIBLATEX = "Better BibLaTeX"


class _Slow(UserError):
    """No whole answer came in time."""


def picked_keys(address: str, seconds: float = CHOOSING) -> list[str]:
    """Return the keys of the works that an editor chooses in Zotero's window. Raises UserError without any."""
    _check_ready(address)
    minutes = max(round(seconds / 60), 1)
    click.echo(f"Choose works in Zotero's window, and press Enter there. This waits up to {minutes} "
               f"minute{'s' * (minutes > 1)}.", err=True)
    try:
        status, text = _ask(f"{address}/better-bibtex/cayw?format=json", seconds)
    except _Slow:
        raise UserError(f"nothing was chosen in Zotero within {minutes} minute{'s' * (minutes > 1)}, so nothing was "
                        "changed (close the window there, and try again)") from None
    if status != 200:
        raise UserError(f"Zotero answers {status} where works are chosen (see whether Zotero and Better BibTeX are up "
                        "to date)")
    if not text.strip():
        raise UserError("nothing was chosen in Zotero, so nothing was changed")
    works = _json(text)
    if not isinstance(works, list) or not all(isinstance(work, dict) for work in works):
        raise _unknown_form()
    if not works:
        raise UserError("nothing was chosen in Zotero, so nothing was changed")
    keys = [work.get("citekey") or work.get("citationKey") for work in works]
    if not all(isinstance(key, str) for key in keys):
        raise UserError("a work that you chose has no citation key in Zotero (choose Better BibTeX and then Refresh in "
                        "the work's menu there)")
    return list(dict.fromkeys(map(str, keys)))


def exported(address: str, keys: list[str]) -> str:
    """Return these works as Zotero exports them, as BibLaTeX."""
    question = {"jsonrpc": "2.0", "id": 1, "method": "item.export", "params": [keys, _BIBLATEX]}
    status, text = _ask(f"{address}/better-bibtex/json-rpc", SECONDS, question)
    answer = _json(text) if status == 200 else None
    if not isinstance(answer, dict):
        raise _unknown_form()
    if error := answer.get("error"):
        reason = error.get("message") if isinstance(error, dict) else error
        raise UserError(f"Better BibTeX cannot export {', '.join(f'“{key}”' for key in keys)}: {reason} (export works "
                        "of a group's library to a file, and name it: desk cite --from FILE KEY...)")
    result = answer.get("result")
    # Older ones answer with a status, a type and the text.
    result = next((each for each in reversed(result) if isinstance(each, str)), None) if isinstance(result, list) \
        else result
    if not isinstance(result, str):
        raise _unknown_form()
    return result


def check_address(address: str) -> str:
    """Return an address of this machine without a slash at its end. Raises UserError for any other."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
        local = local and parts.scheme == "http" and not parts.query and "@" not in parts.netloc
    except ValueError:
        local = False
    if not local:
        raise UserError(f"“{address}” is no address of this machine (Zotero's is {ADDRESS})")
    return address.rstrip("/")


def _check_ready(address: str) -> None:
    """Raise UserError, with what to start or install, unless Better BibTeX is ready."""
    try:
        status, text = _ask(f"{address}/better-bibtex/cayw?probe=true", SECONDS)
    except _Slow:
        raise UserError(f"Zotero is there but does not answer in {SECONDS:.0f} seconds (see whether a window of it "
                        "waits for you, then try again)") from None
    if status == 404:
        raise UserError(f"this Zotero has no Better BibTeX (install the plugin from {PLUGIN}, start Zotero again, and "
                        "try again)")
    if status != 200 or text.strip() != "ready":
        raise UserError("Better BibTeX is not ready yet (wait until Zotero has started, then try again)")


def _ask(url: str, seconds: float, question: dict[str, Any] | None = None) -> tuple[int, str]:
    """Return status and text of an answer. Raises UserError if there is none, or none that ends."""
    try:
        return call_within(seconds, lambda: _answer(url, seconds, question))
    except requests.Timeout:
        raise _Slow(f"{url} does not answer in time") from None
    except requests.RequestException:
        place = urlsplit(url).netloc
        raise UserError(f"Zotero does not answer at {place} (start Zotero on this machine, and try again)") from None


def _answer(url: str, seconds: float, question: dict[str, Any] | None) -> tuple[int, str]:
    with requests.Session() as session:
        session.trust_env = False  # a proxy would be asked for its own machine
        # Better BibTeX answers no browser, and takes whoever calls itself Mozilla for one.
        with session.request("POST" if question else "GET", url, json=question, stream=True, timeout=(5.0, seconds),
                             headers={"User-Agent": "proofdesk"}, allow_redirects=False) as answer:
            content = b""
            for chunk in answer.iter_content(1 << 16):
                content += chunk
                if len(content) > MAX_BYTES:
                    raise UserError(f"Zotero answers with more than {MAX_BYTES // 1_000_000} MB (choose fewer works)")
            return answer.status_code, content.decode("utf-8", "replace")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _unknown_form() from None


def _unknown_form() -> UserError:
    return UserError("Better BibTeX answers in a form that this program does not know (bring both up to date)")

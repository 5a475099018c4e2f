"""Where a branch that was sent becomes a request to publish it: GitHub, GitLab and others, each by its address.

Git itself knows no such requests, so a server that is none of these is not asked for one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

_SCP = re.compile(r"(?:[^@/:\s]+@)?([^/:\s]+):(?!//)(.+)")  # git@example.org:owner/name.git
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True)
class Place:
    """A repository on a server, as its address names it."""

    host: str
    path: str  # owner/name

    @property
    def web(self) -> str:
        return f"https://{self.host}/{self.path}"


def place_of(address: str) -> Place | None:
    """Return the server and the repository of a remote's address; None for a folder or a disk."""
    if "://" in address:
        parts = urlsplit(address)
        if parts.scheme not in ("https", "http", "ssh", "git") or not parts.hostname:
            return None
        host, path = parts.hostname, parts.path
    elif (found := _SCP.fullmatch(address)) and not re.fullmatch(r"[A-Za-z]", found[1]):  # C:\ is a disk
        host, path = found[1], found[2]
    else:
        return None
    path = path.strip("/").removesuffix(".git").strip("/")
    return Place(host.lower(), path) if path else None


def _compare(place: Place, into: str, branch: str, title: str) -> str:
    return f"{place.web}/compare/{quote(into)}...{quote(branch)}"


def _github(place: Place, into: str, branch: str, title: str) -> str:
    return f"{_compare(place, into, branch, title)}?expand=1&title={quote(title, safe='')}"


def _gitlab(place: Place, into: str, branch: str, title: str) -> str:
    named = {"source_branch": branch, "target_branch": into, "title": title}
    facts = "&".join(f"merge_request%5B{name}%5D={quote(value, safe='')}" for name, value in named.items())
    return f"{place.web}/-/merge_requests/new?{facts}"


def _bitbucket(place: Place, into: str, branch: str, title: str) -> str:
    return f"{place.web}/pull-requests/new?source={quote(branch, safe='')}&dest={quote(into, safe='')}"


# By a word in the host's name, as organisations run their own: gitlab.example.org.
_FORGES: dict[str, Callable[[Place, str, str, str], str]] = {
    "github": _github, "gitlab": _gitlab, "bitbucket": _bitbucket, "codeberg": _compare, "gitea": _compare,
    "forgejo": _compare,
}


def request_address(remote_address: str, into: str, branch: str, title: str, said: str) -> str:
    """Return the address at which a branch becomes a request; empty if the server is not known to have any.

    ``said`` is what the server said when it took the branch: most name the address themselves.
    """
    place = place_of(remote_address)
    if place is None:
        return ""
    for word, address in _FORGES.items():
        if word in place.host:
            return address(place, into, branch, title)
    named = [each for line in said.splitlines() if line.startswith("remote:") for each in _ADDRESS.findall(line)]
    return next((each for each in named if urlsplit(each).hostname == place.host), "")


def request_by_gh(folder: Path, remote_address: str, into: str, branch: str, title: str, body: str) -> str:
    """Return the address of the pull request that GitHub's own program makes; empty without it, or if it refuses."""
    place = place_of(remote_address)
    program = shutil.which("gh")
    if place is None or "github" not in place.host or program is None:
        return ""
    repository = f"{place.host}/{place.path}"
    for arguments in (["view", branch, "--json", "url,state", "--jq", "select(.state == \"OPEN\") | .url"],
                      ["create", "--base", into, "--head", branch, "--title", title, "--body", body]):
        try:
            done = subprocess.run([program, "pr", *arguments, "--repo", repository], cwd=folder, capture_output=True,
                                  encoding="utf-8", errors="replace", check=False, stdin=subprocess.DEVNULL, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        found = _ADDRESS.search(done.stdout)
        if done.returncode == 0 and found:
            return found[0]
    return ""

"""Send a commit to the server, and say in words why it was not taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from proofdesk.common.errors import UserError
from proofdesk.desk.publishing.repository import BRANCHES, Repository

_UNREACHABLE = re.compile(
    r"could not resolve|couldn't resolve|failed to connect|couldn't connect|network is unreachable|no route to host|"
    r"connection (?:timed out|refused|reset|closed)|operation timed out|temporary failure|hung up unexpectedly|"
    r"early eof|rpc failed|unable to access|could not read from remote|broken pipe|not appear to be a git repository|"
    r"repository .* not found|cannot access url|\btls\b|\bssl\b", re.I)
_CUT_OFF = re.compile(r"early eof|hung up unexpectedly", re.I)  # which the server calls a refusal
_FORBIDDEN = re.compile(
    r"permission denied|authentication failed|could not read (?:username|password)|terminal prompts disabled|"
    r"\b40[13]\b|"
    r"invalid username|access denied|host key verification|not authorized|write access to repository not granted", re.I)
_BEHIND = re.compile(r"non-fast-forward|fetch first|stale info|cannot lock ref|reference already exists", re.I)
_REFUSED = re.compile(r"remote rejected|pre-receive hook declined|protected branch|remote: error", re.I)
_IN_THE_WAY = re.compile(r"'refs/heads/([^']+)' exists; cannot create")
# Git ends so, without a line on a branch, if the repository's own hook refuses; what a server says has such a line.
_OWN_HOOK = re.compile(r"^error: failed to push some refs.*$", re.M)
_SAID_THERE = re.compile(r"^(?:!|To |remote:|fatal:)", re.M)
_FULL = re.compile(r"no space left|disk quota|file too large|exceeds .* size limit|large files detected", re.I)


# What each failure means, the most exact first.
_WHY = {
    r"could(?: not|n't) resolve|name or service|temporary failure": "nobody knows its name, so there is no network, or "
                                                                  "its address is wrong",
    r"not appear to be a git repository|repository .*not found|does not exist": "nothing is at its address",
    r"certificate|\btls\b|\bssl\b": "its certificate is not accepted, as where a network asks to sign in first",
    r"host key verification": "this computer does not know the server yet",
    r"permission denied \(publickey": "it does not know the key of this computer",
    r"could not read (?:username|password)|terminal prompts disabled": "it asks who you are, and nobody could answer",
    r"authentication failed|invalid username|\b401\b": "it does not accept the name or the password",
    r"\b403\b|write access": "you may read there, and not write",
    r"timed out|too slow|no route|unreachable": "it did not answer in time",
    r"cannot access url|redirects followed": "what answers there is no server of git, as where a network asks to sign "
                                             "in first",
    r"error: (?:429|5\d\d)": "it has too much to do, or a fault of its own",
    r"failed to connect|couldn't connect": "nobody answers at its address",
    r"refused|reset|closed|hung up|early eof|rpc failed|broken pipe": "it ended the connection",
}


class NotSent(UserError):
    """The server did not take what was sent, or was not reached; the work is kept on this computer."""


def fetch(repository: Repository, remote: str) -> str:
    """Ask the server for what others sent. Return in words why it did not answer; empty if it did."""
    asked = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules")
    done = repository.attempt(*asked, remote)
    if not done.code:
        # Asked for by name, because a folder may follow one branch only: what waits there for somebody else has a name
        # that ours may not take. What was deleted there does not wait there.
        done = repository.attempt(*asked, "--prune", remote, *(f"+refs/heads/{each}*:refs/remotes/{remote}/{each}*"
                                                              for each in BRANCHES))
    return reason(done.words) if done.code else ""


def send(repository: Repository, remote: str, commit: str, branch: str, options: Sequence[str] = ()) -> str:
    """Send a commit to a branch of the server, which is never overwritten, and return what the server said.

    Raises ``NotSent`` with the reason. ``options`` are left out for a server that knows none.
    """
    stated = [part for option in options for part in ("--push-option", option)]
    done = repository.attempt("push", "--porcelain", *stated, remote, f"{commit}:refs/heads/{branch}")
    if done.code and stated and "push options" in done.words:
        return send(repository, remote, commit, branch)
    if done.code and _OWN_HOOK.search(done.words) and not _SAID_THERE.search(done.words):
        said = " ".join(_OWN_HOOK.sub("", done.words).split())[-400:].rstrip(".")
        raise NotSent("a check of this computer's own, the hook “pre-push” of the repository, does not let it go"
                      + (f": {said}" if said else ""))
    if done.code:
        raise NotSent(reason(done.words))
    repository.run("update-ref", f"refs/remotes/{remote}/{branch}", commit)  # git does so only for what it follows
    return done.words


def reason(words: str) -> str:
    """Return what git said when the server was asked for something, in an editor's words."""
    server = " ".join(line.partition("remote:")[2].strip() for line in words.splitlines() if line.startswith("remote:"))
    last = " ".join((server or words).split())[-400:].rstrip(".")
    if _FULL.search(words):
        return f"the server has no room for it, or a file is too large ({last})"
    if _FORBIDDEN.search(words):
        return ("the server does not let you in (sign in to it, or ask whoever set the site up for access)"
                + (f": {server[-400:].rstrip('.')}" if server else _why(words)))
    if there := _IN_THE_WAY.search(words):
        return (f"the server has a branch “{there[1]}”, and git can have none below it (ask whoever looks after the "
                "site to rename that branch, or to delete it)")
    if _BEHIND.search(words):
        return "somebody else sent something at the same moment (run the command again)"
    if _REFUSED.search(words) and not _CUT_OFF.search(words):
        return f"the server refused it, by a rule of its own: {last}"
    if _UNREACHABLE.search(words):
        return f"the server could not be reached (run the command again when you have a network){_why(words)}"
    return f"git said: {last}"


def _why(words: str) -> str:
    """Return what a failure to reach the server means, for who does not know git's words; empty if nobody knows."""
    return next((f": {meaning}" for pattern, meaning in _WHY.items() if re.search(pattern, words, re.I)), "")

"""Where a branch that was sent becomes a request: the address that an editor opens, by the server's own."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from proofdesk.desk.git import run_git
from proofdesk.desk.publishing.forges import request_address
from proofdesk.desk.publishing.sending import reason

SAID = ("remote: \nremote: Create a new pull request for 'publish/beds':\n"
        "remote:   https://git.example.org/club/site/compare/main...publish/beds\nremote: See https://other.example/\n")


@pytest.mark.parametrize(("remote", "said", "address"), [
    ("git@github.com:club/site.git", "",
     "https://github.com/club/site/compare/main...publish/beds?expand=1&title=Beds%20%26%20more"),
    ("https://user:word@github.com/club/site", "",
     "https://github.com/club/site/compare/main...publish/beds?expand=1&title=Beds%20%26%20more"),
    ("ssh://git@gitlab.example.org:2222/club/group/site.git", "",
     "https://gitlab.example.org/club/group/site/-/merge_requests/new?merge_request%5Bsource_branch%5D=publish%2Fbeds"
     "&merge_request%5Btarget_branch%5D=main&merge_request%5Btitle%5D=Beds%20%26%20more"),
    ("https://codeberg.org/club/site.git", "", "https://codeberg.org/club/site/compare/main...publish/beds"),
    ("git@bitbucket.org:club/site.git", "",
     "https://bitbucket.org/club/site/pull-requests/new?source=publish%2Fbeds&dest=main"),
    ("https://git.example.org/club/site.git", SAID, "https://git.example.org/club/site/compare/main...publish/beds"),
    ("https://git.example.org/club/site.git", "remote: See https://other.example/", ""),
    ("/srv/git/site.git", SAID, ""), ("../site.git", "", ""), ("C:\\sites\\site.git", "", ""),
    ("file:///srv/site", "", ""),
])
def test_a_request_has_the_address_of_its_server(remote: str, said: str, address: str) -> None:
    assert request_address(remote, "main", "publish/beds", "Beds & more", said) == address


@pytest.mark.parametrize(("words", "told"), [
    ("fatal: unable to access 'https://x.invalid/a/': Could not resolve host: x.invalid",
     "could not be reached (run the command again when you have a network): nobody knows its name, so there is no "
     "network, or its address is wrong"),
    ("ssh: connect to host x port 22: Network is unreachable\nfatal: Could not read from remote repository.",
     "could not be reached (run the command again when you have a network): it did not answer in time"),
    ("git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.",
     "does not let you in (sign in to it, or ask whoever set the site up for access): it does not know the key of "),
    ("fatal: could not read Username for 'https://x': terminal prompts disabled",
     "for access): it asks who you are, and nobody could answer"),
    ("fatal: unable to access 'https://x/': The requested URL returned error: 403",
     "for access): you may read there, and not write"),
    ("! [rejected] a -> b (fetch first)\nerror: failed to push some refs", "at the same moment (run the command again"),
    ("remote: error: GH006: Protected branch update failed\n! [remote rejected] a -> b (pre-receive hook declined)",
     "refused it, by a rule of its own: error: GH006: Protected branch update failed"),
    ("remote: fatal: early EOF\nerror: remote unpack failed: unpack-objects abnormal exit\n"
     "! HEAD:refs/heads/b [remote rejected] (unpacker error)",
     "could not be reached (run the command again when you have a network): it ended the connection"),
    ("fatal: repository 'https://x.example/a.git/' not found", "network): nothing is at its address"),
    ("error: Cannot access URL https://x/a.git/, return code 22\nfatal: git-http-push failed",
     "network): what answers there is no server of git, as where a network asks to sign in first"),
    ("fatal: unable to access 'https://x/a.git/': The requested URL returned error: 503",
     "network): it has too much to do, or a fault of its own"),
    ("fatal: unable to access 'https://x/': Failed to connect to x port 443 after 0 ms: Couldn't connect to server",
     "network): nobody answers at its address"),
    ("remote: fatal: write error: No space left on device\n! [remote rejected]", "the server has no room for it"),
    ("remote: error: File a.png is 120 MB; this exceeds GitHub's file size limit of 100 MB\n! [remote rejected]",
     "a file is too large"),
    ("fatal: something new", "git said: fatal: something new"),
])
def test_what_git_says_is_told_in_plain_words(words: str, told: str) -> None:
    assert told in reason(words)
    assert "fatal: unable" not in reason(words) and "ssh: connect" not in reason(words)


def test_a_server_that_never_answers_is_left(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes the connection, as a server that hangs does
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/a.git"
        done = run_git(tmp_path, ["ls-remote", address], {"GIT_HTTP_LOW_SPEED_TIME": "1"})
    assert "it did not answer in time" in reason(done.stderr.decode())

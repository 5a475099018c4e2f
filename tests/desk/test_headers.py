"""``desk headers``: a build's ``_headers`` in the words of a server, and nothing where a server could not say it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sites import article, make_site

from proofdesk.desk.cli import main
from proofdesk.desk.hosting.servers import SERVERS
from proofdesk.outputs.security_headers import IMMUTABLE

ONE = "/*\n  X-One: 1\n/data/*\n  Access-Control-Allow-Origin: *\n/data/old.json\n  X-Old: yes\n"


def headers(folder: Path, text: str | None, *options: str) -> Result:
    folder.mkdir(exist_ok=True)
    if text is not None:
        (folder / "_headers").write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["headers", *options])


def test_an_nginx_location_has_all_applying_headers(tmp_path: Path) -> None:
    done = headers(tmp_path, f"# made by hand\n\n{ONE}", "nginx", str(tmp_path))
    assert done.exit_code == 0
    assert done.output.splitlines()[1:] == [
        'add_header Cache-Control "no-cache" always;', 'add_header X-One "1" always;',
        "location /data/ {", '    add_header Cache-Control "no-cache" always;', '    add_header X-One "1" always;',
        '    add_header Access-Control-Allow-Origin "*" always;', "}",
        "location = /data/old.json {", '    add_header Cache-Control "no-cache" always;',
        '    add_header X-One "1" always;', '    add_header Access-Control-Allow-Origin "*" always;',
        '    add_header X-Old "yes" always;', "}"]


def test_caddy_adds_up_the_rules_itself(tmp_path: Path) -> None:
    done = headers(tmp_path, ONE, "caddy", str(tmp_path))
    assert done.exit_code == 0
    assert done.output.splitlines()[1:] == [
        "header {", '\tX-One "1"', "}", "header /data/* {", '\tAccess-Control-Allow-Origin "*"', "}",
        "header /data/old.json {", '\tX-Old "yes"', "}", 'header ?Cache-Control "no-cache"']


BELOW = ("# For the root of the host\n/a%20b/*\n  Content-Security-Policy: a 'b'\n  X-One: 1\n/a%20b/data/*\n"
         "  Access-Control-Allow-Origin: *\n/a%20b/cards/*\n  Cache-Control: immutable\n")


def test_rules_below_a_path_are_for_that_path(tmp_path: Path) -> None:
    """A host's other pages are not this site's: only nginx's own block says which addresses are meant."""
    lines = headers(tmp_path, BELOW, "nginx", str(tmp_path)).output.splitlines()[1:]
    assert [line for line in lines if line.startswith(("add_header X-", "location"))] == [
        'add_header X-One "1" always;', 'location "/a b/data/" {',
        'location "/a b/cards/" {']
    lines = headers(tmp_path, BELOW, "caddy", str(tmp_path)).output.splitlines()[1:]
    assert [line for line in lines if line.startswith("header")] == [
        'header "/a b/*" {', 'header "/a b/data/*" {', 'header "/a b/cards/*" {',
        'header "/a b/*" ?Cache-Control "no-cache"']


def test_rules_move_to_where_the_folder_is(tmp_path: Path) -> None:
    """As behind a proxy that takes the path away."""
    done = headers(tmp_path, BELOW, "netlify", str(tmp_path), "--at", "/")
    assert done.output.splitlines()[1:] == [
        "/*", "  Content-Security-Policy: a 'b'", "  X-One: 1", "/data/*", "  Access-Control-Allow-Origin: *",
        "/cards/*", "  Cache-Control: immutable"]
    assert headers(tmp_path, done.output, "caddy", str(tmp_path)).output.splitlines()[1] == "header {"
    for wrong in ("some", "/some", "/a b/", "https://example.org/", "/*/"):
        done = headers(tmp_path, None, "caddy", str(tmp_path), "--at", wrong)
        assert done.exit_code == 2 and f"“{wrong}” is no path of a folder on a host" in done.output


def test_cloudfront_gets_a_template_with_a_policy_a_path(tmp_path: Path) -> None:
    template = json.loads(headers(tmp_path, BELOW, "cloudfront", str(tmp_path)).output)
    [whole, data] = [each["Properties"]["ResponseHeadersPolicyConfig"] for each in template["Resources"].values()]
    assert whole["SecurityHeadersConfig"] == {
        "ContentSecurityPolicy": {"Override": True, "ContentSecurityPolicy": "a 'b'"}}
    assert data["CustomHeadersConfig"]["Items"] == [{"Header": "X-One", "Value": "1", "Override": True}]
    assert data["CorsConfig"]["AccessControlAllowOrigins"] == {"Items": ["*"]} and "CorsConfig" not in whole
    assert "immutable" not in json.dumps(template)  # the bucket says it of each object
    assert [each["Description"] for each in template["Outputs"].values()] == [
        "The policy of the behaviour for /a%20b/*", "The policy of the behaviour for /a%20b/data/*"]


@pytest.mark.parametrize(("text", "said"), [
    (None, "build the site first: desk site"),
    ("", "there is no rule for /*"),
    ("/data/*\n  X-One: 1\n", "there is no rule for /*"),
    ("  X-One: 1\n", "_headers:1: this is not a path, and not a header"),
    ("/*\n  X-One: $host\n", "_headers:2: this is not a path, and not a header"),
    ('/*\n  X-One: a"; return 200 "b\n', "_headers:2: this is not a path, and not a header"),
    ("/*\n  X-One: {env.HOME}\n", "_headers:2: this is not a path, and not a header"),
    ("/*\n  ! X-One\n", "_headers:2: this is not a path, and not a header"),
    ("/*\n  X-One: 1\nhttps://example.org/*\n", "_headers:3: this is not a path, and not a header"),
    ("/a { } location /b*\n  X-One: 1\n", "_headers:1: this is not a path, and not a header"),
    ("/*\n  X-One: 1\n/data/*\n  X-One: 2\n", "_headers:4: /data/* would be given X-One twice"),
    ("/a/*\n  X-One: 1\n/b/*\n  X-One: 2\n", "there is no rule for /*"),
    ("/a%7Bb/*\n  X-One: 1\n", "_headers:1: this is not a path"),
    ("/data/*\n  x-one: 1\n/*\n  X-One: 2\n", "_headers:4: /* would be given X-One twice"),
])
def test_what_a_server_cannot_send_is_refused_by_line(tmp_path: Path, text: str | None, said: str) -> None:
    (tmp_path / "kept").write_text("as it was", encoding="utf-8")
    for server in SERVERS:
        done = headers(tmp_path / "site", text, server, str(tmp_path / "site"), "-o", str(tmp_path / "kept"))
        assert done.exit_code == 2 and said in done.output
        assert (tmp_path / "kept").read_text(encoding="utf-8") == "as it was"


def test_a_file_is_written_where_it_can_be(tmp_path: Path) -> None:
    done = headers(tmp_path / "site", ONE, "nginx", str(tmp_path / "site"), "-o", str(tmp_path / "made"))
    assert (done.exit_code, done.output) == (0, "")
    assert 'add_header X-One "1" always;' in (tmp_path / "made").read_text(encoding="utf-8")
    done = headers(tmp_path / "site", ONE, "nginx", str(tmp_path / "site"), "-o", str(tmp_path / "made" / "within"))
    assert done.exit_code == 2 and "within” cannot be written: " in done.output


def test_headers_reads_the_site_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "own", {})
    monkeypatch.chdir(site.root / "docs")
    done = headers(site.root / "site", ONE, "nginx")
    assert done.exit_code == 0 and "X-One" in done.output


@pytest.mark.build
def test_an_immutable_file_never_changes_its_content(tmp_path: Path) -> None:
    """A year long nobody asks for it again: another content must have another name."""
    block = "/// faq | Does it grow?\n{} [@ly2018].\n///\n"
    settings = "site_url: https://example.org/\n"
    site = make_site(tmp_path / "site", {"docs/articles/a.md": article(block.format("Yes")),
                                         "docs/articles/b.md": article("Stays [@shao2021].", "B")}, settings=settings)
    built = site.build()
    assert built.code == 0
    paths = (built.folder / "_headers").read_text(encoding="utf-8").split(f"\n  Cache-Control: {IMMUTABLE}")[:-1]
    folders = [path.rsplit("\n", 1)[1].strip("/*") for path in paths]
    assert len(folders) == 2

    def kept() -> dict[str, bytes]:
        return {file.relative_to(built.folder).as_posix(): file.read_bytes()
                for folder in folders for file in (built.folder / folder).rglob("*") if file.is_file()}

    before = kept()
    changed = article(block.format("No, it does not") + "\nMore [@shao2021].\n", "Another title")
    bib = (site.root / "bibliography.bib").read_text(encoding="utf-8").replace("species:cell", "species:human")
    site.write({"docs/articles/a.md": changed, "bibliography.bib": bib.replace("cell-experiment", "rct")})
    assert site.build().code == 0
    after = kept()
    assert {folder for folder in folders if any(name.startswith(folder) for name in before.keys() ^ after.keys())} >= {
        "assets/cards"}
    assert [name for name in before.keys() & after.keys() if before[name] != after[name]] == []
    assert before.keys() & after.keys()

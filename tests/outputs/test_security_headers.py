"""The policy: what it allows, what an editor may not write, and the file for those who find a hole."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from sites import Built, pages_of, sample_site

from proofdesk.common.errors import UserError
from proofdesk.outputs.security_headers import allow_script, finish_page, headers_file, inline_scripts

__all__ = ["sample_site"]

PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>A</title></head><body>{}</body></html>'


def hash_source(text: str) -> str:
    """A script's hash as a policy names it (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def scripts(policy: str) -> set[str]:
    """The sources of scripts that a policy admits."""
    return {word for part in policy.split("; ") if part.startswith("script-src ") for word in part.split()}


def test_inline_scripts_are_found_and_data_is_not() -> None:
    html = (
        "<script>var é = 1</script>"
        '<script type="module">\n import("./a.js")\n</script>'
        '<script type="application/ld+json">{"a": "<p>"}</script>'
        '<script src="a.js"></script>'
    )
    assert list(inline_scripts(html)) == ["var é = 1", '\n import("./a.js")\n']


def test_page_policy_precedes_any_request_and_has_no_hash() -> None:
    page = finish_page(PAGE.format("<script>one</script>"))
    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert "frame-ancestors" not in page  # a <meta> cannot say it, and browsers complain
    assert "sha256" not in page + headers_file() and "frame-ancestors 'none'" in headers_file()


def test_script_of_live_reload_is_allowed_by_its_hash() -> None:
    page = allow_script(finish_page(PAGE.format("")), "reload()")
    assert f"script-src 'self' {hash_source('reload()')};" in page


def test_headers_are_not_longer_than_hosts_read() -> None:
    assert max(map(len, headers_file().splitlines())) <= 2000  # Cloudflare truncates longer lines


def test_page_without_charset_is_refused() -> None:
    with pytest.raises(UserError, match="states no encoding"):
        finish_page("<!doctype html><html><head></head><body></body></html>")


@pytest.mark.build
def test_every_published_page_has_the_policy(sample_site: Built) -> None:
    assert sample_site.code == 0, sample_site.output
    headers = (sample_site.folder / "_headers").read_text(encoding="utf-8")
    [header] = re.findall("Content-Security-Policy: (.*)", headers)
    for name, page in pages_of(sample_site.folder).items():
        [policy] = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert scripts(policy) <= scripts(header), name
        assert policy.count(";") == header.count(";") - 1, name  # all but frame-ancestors
        assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy, name
        assert page.xpath('//meta[@name="referrer"]/@content') == ["no-referrer"], name
        assert not page.xpath("//*[@style]"), name

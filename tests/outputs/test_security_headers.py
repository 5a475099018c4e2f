"""The policy: what it allows, what an editor may not write, and the file for those who find a hole."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from sites import Built, pages_of, real_site

from proofdesk.outputs.security_headers import LONGEST_LINE, Policy, inline_hashes

__all__ = ["real_site"]

PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>A</title></head><body>{}</body></html>'


def hash_source(text: str) -> str:
    """A script's hash as a policy names it (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def scripts(policy: str) -> set[str]:
    """The sources of scripts that a policy admits."""
    return {word for part in policy.split("; ") if part.startswith("script-src ") for word in part.split()}


def test_inline_scripts_get_hashes_and_data_none() -> None:
    html = (
        "<script>var é = 1</script>"
        '<script type="module">\n import("./a.js")\n</script>'
        '<script type="application/ld+json">{"a": "<p>"}</script>'
        '<script src="a.js"></script>'
    )
    assert list(inline_hashes(html)) == [hash_source("var é = 1"), hash_source('\n import("./a.js")\n')]


def test_page_policy_precedes_any_request() -> None:
    policy = Policy()
    one, other = policy.page(PAGE.format("<script>one</script>")), policy.page(PAGE.format("<script>other</script>"))
    assert hash_source("one") in one and hash_source("other") not in one
    assert one.index("Content-Security-Policy") < one.index("<title>")
    assert "frame-ancestors" not in one  # a <meta> cannot say it, and browsers complain
    headers = policy.headers()
    assert hash_source("one") in headers and hash_source("other") in headers and "frame-ancestors 'none'" in headers
    assert other.count("http-equiv") == 1


def test_too_long_policy_header_is_refused() -> None:
    policy = Policy({hash_source(str(number)) for number in range(LONGEST_LINE // 50)})
    with pytest.raises(ValueError, match="longer than"):
        policy.headers()


def test_page_without_charset_is_refused() -> None:
    with pytest.raises(ValueError, match="states no encoding"):
        Policy().page("<!doctype html><html><head></head><body></body></html>")


@pytest.mark.build
def test_every_published_page_has_the_policy(real_site: Built) -> None:
    assert real_site.code == 0, real_site.output
    [header] = re.findall("Content-Security-Policy: (.*)", (real_site.folder / "_headers").read_text(encoding="utf-8"))
    for name, page in pages_of(real_site.folder).items():
        [policy] = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert scripts(policy) <= scripts(header), name
        assert policy.count(";") == header.count(";") - 1, name  # all but frame-ancestors
        assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy, name
        assert page.xpath('//meta[@name="referrer"]/@content') == ["no-referrer"], name
        assert not page.xpath("//*[@style]"), name

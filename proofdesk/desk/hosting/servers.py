"""Write the rules of a site in the words of each kind of server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from proofdesk.desk.hosting.header_rules import HeaderRule, HeaderRules

# Browsers guess if a server says nothing, so what no rule names is revalidated each time (RFC 9111, 5.2.2.4).
# Hosts that read `_headers` send the same by themselves.
REVALIDATE = "no-cache"
_CACHE, _CORS = "Cache-Control", "Access-Control-Allow-Origin"


def for_nginx(rules: HeaderRules) -> str:
    """Return what to include in nginx's ``server``, or in the ``location`` of a site below a path.

    A ``location`` with a header of its own inherits none, so each of them lists all.
    """
    lines = list(_nginx_headers(rules, rules.whole))
    for rule in rules.others:
        exact = "" if rule.path.endswith("*") else "= "
        lines += [f"location {exact}{_word(rule.place)} {{",
                  *(f"    {line}" for line in _nginx_headers(rules, rule)), "}"]
    return "\n".join(lines) + "\n"


def _nginx_headers(rules: HeaderRules, rule: HeaderRule) -> Iterator[str]:
    # `always` also covers the page for addresses that do not exist.
    for name, value in ({_CACHE: REVALIDATE} | rules.all_headers(rule)).items():
        yield f'add_header {name} "{value}" always;'


def for_caddy(rules: HeaderRules) -> str:
    """Return what to import into the block of a site in a Caddyfile."""
    return "\n".join(_caddy_lines(rules)) + "\n"


def _caddy_lines(rules: HeaderRules) -> Iterator[str]:
    below = "" if rules.base == "/" else f"{_word(f'{rules.whole.place}*')} "
    for rule in (rules.whole, *rules.others):
        star = "*" if rule.path.endswith("*") else ""
        yield f"header {below}{{" if rule is rules.whole else f"header {_word(rule.place + star)} {{"
        for name, value in rule.headers.items():
            yield f'\t{name} "{value}"'
        yield "}"
    yield f'header {below}?{_CACHE} "{REVALIDATE}"'


def _word(path: str) -> str:
    """Return a path as one word of a configuration; what would end a quoted one is in none."""
    return f'"{path}"' if any(sign in path for sign in " \t;#'") else path


def for_hosts(rules: HeaderRules) -> str:
    """Return the rules as ``_headers`` has them, for Netlify and Cloudflare Pages."""
    lines = []
    for rule in (rules.whole, *rules.others):
        lines += [rule.path, *(f"  {name}: {value}" for name, value in rule.headers.items())]
    return "\n".join(lines) + "\n"


# The headers for which CloudFront has a setting of its own, and refuses any other way: the setting, and its value.
_SECURITY = {
    "Content-Security-Policy": ("ContentSecurityPolicy", "ContentSecurityPolicy"),
    "Referrer-Policy": ("ReferrerPolicy", "ReferrerPolicy"),
    "X-Frame-Options": ("FrameOptions", "FrameOption"),
    "X-Content-Type-Options": ("ContentTypeOptions", ""),
}


def for_cloudfront(rules: HeaderRules) -> str:
    """Return a CloudFormation template: a response headers policy for each rule, and the paths that they are for.

    Cache-Control is left out: CloudFront keeps by what the bucket sends, so each object is given its own.
    """
    resources: dict[str, Any] = {}
    outputs: dict[str, Any] = {}
    for number, rule in enumerate((rules.whole, *rules.others)):
        if not set(rule.headers) - {_CACHE}:
            continue
        name = f"Headers{number or ''}"
        resources[name] = {"Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {
            "ResponseHeadersPolicyConfig": {
                "Name": {"Fn::Sub": f"${{AWS::StackName}}-{number}"},
                "Comment": f"For the paths {rule.path}", **_policy(rules.all_headers(rule))}}}
        outputs[name] = {"Description": f"The policy of the behaviour for {rule.path}", "Value": {"Ref": name}}
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources, "Outputs": outputs},
                      ensure_ascii=False, indent=2) + "\n"


def _policy(headers: dict[str, str]) -> dict[str, Any]:
    security, custom = {}, []
    config: dict[str, Any] = {}
    for name, value in headers.items():
        if name in _SECURITY:
            setting, key = _SECURITY[name]
            security[setting] = {"Override": True, **({key: value} if key else {})}
        elif name == _CORS:
            config["CorsConfig"] = {
                "AccessControlAllowCredentials": False, "AccessControlAllowHeaders": {"Items": ["*"]},
                "AccessControlAllowMethods": {"Items": ["GET", "HEAD"]},
                "AccessControlAllowOrigins": {"Items": [value]}, "OriginOverride": True}
        elif name != _CACHE:
            custom.append({"Header": name, "Value": value, "Override": True})
    if security:
        config["SecurityHeadersConfig"] = security
    if custom:
        config["CustomHeadersConfig"] = {"Items": custom}
    return config


SERVERS = {"nginx": for_nginx, "caddy": for_caddy, "cloudfront": for_cloudfront, "netlify": for_hosts}
# In what a comment begins; JSON has none.
COMMENTS = {"nginx": "# ", "caddy": "# ", "netlify": "# "}

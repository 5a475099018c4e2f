"""A picture with a title, a caption that may cite, and where it comes from."""

from __future__ import annotations

import re
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field

from proofdesk.blocks import BlockText, CaptionedPicture, InNewPage, PicturePath, Record, _

_ADDRESS = re.compile(r"https?://[^\s/?#]\S*")
_LICENCE = re.compile(r"CC (BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)")
_DEEDS = "https://creativecommons.org"


def _text_or_address(value: str) -> str:
    """Return the value. Raises ValueError for an address that is not whole."""
    if value.startswith(("http://", "https://")) and not _ADDRESS.fullmatch(value):
        raise ValueError("not an address")
    return value


Origin = Annotated[str, Field(min_length=1), AfterValidator(_text_or_address)]


class Credit(NamedTuple):
    """A part of the line below the caption: its name for programs, its label, its words, and where they lead."""

    name: str
    label: str
    words: str
    address: str


class Figure(Record):
    """A picture with its title. The text below the options is its caption, which may cite.

    The alternative text says what the picture shows to whoever does not see it; the caption says what it means. Put a
    value that has a colon in it between quotation marks. Figures have no numbers, which would change with the page:
    link to one by its address.
    """

    makes_claim = False
    noun = "figure"
    plural = "figures"
    listing = None
    missing_rules = {"alt": "missing-alt"}
    skeleton = "… [@…]"
    in_new_page = (InNewPage(options={"src": "../assets/….png"}),)
    manuscript_forms = (CaptionedPicture("src", "alt"),)

    src: PicturePath = Field(
        min_length=1, description="The picture's file, by its path from the page's, as in `../assets/picture.svg`.")
    alt: str = Field(min_length=1, description="Say in words what the picture shows, for readers who do not see it.")
    source: Origin | None = Field(default=None, description="Where it comes from: a text, or a web address.")
    licence: Origin | None = Field(
        default=None, description="Under which licence it is shown: a text such as `CC BY 4.0`, or a web address.")

    def template_values(self) -> dict[str, Any]:
        return {"credits": [credit for name, label in (("source", _("Source")), ("licence", _("Licence")))
                            for credit in [_credit(name, label, getattr(self, name, None))] if credit]}

    def node(self, title: str, said: BlockText) -> dict[str, Any]:
        licence = _credit("licence", "", self.licence)
        known = {
            "contentUrl": said.pictures[0] if said.pictures else "", "caption": said.text,
            "creditText": said.facts.get("source", ""), "license": licence.address if licence else "",
        }
        return {"@type": "ImageObject", "name": title, **{name: value for name, value in known.items() if value}}


def _credit(name: str, label: str, value: str | None) -> Credit | None:
    """Return a part of the line below the caption: an address by its host, a known licence with its address."""
    if not value:
        return None
    if value.startswith(("http://", "https://")):
        return Credit(name, label, value.split("/")[2], value)
    creative_commons = _LICENCE.fullmatch(value)
    if value in ("CC0", "CC0 1.0"):
        return Credit(name, label, value, f"{_DEEDS}/publicdomain/zero/1.0/")
    if name == "licence" and creative_commons:
        return Credit(name, label, value, f"{_DEEDS}/licenses/{creative_commons[1].lower()}/{creative_commons[2]}/")
    return Credit(name, label, value, "")

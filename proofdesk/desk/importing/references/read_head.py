"""Find the authors of an entry, in the first form of names after which the entry goes on as it must."""

from __future__ import annotations

import re
from dataclasses import replace

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.learned.labels import model
from proofdesk.desk.importing.references.parts.head import (
    DATE,
    DAY,
    HEAD_YEAR,
    QUOTED,
    UNKNOWN,
    Head,
    ListStyle,
    head_with,
)
from proofdesk.desk.importing.references.parts.names.authors import (
    BARE_FIRST,
    DATED_FORMS,
    DIRECT_NAMES,
    FORMS,
    FULL_NAMES,
    GROUP_FIRST,
    INVERTED_FIRST,
    INVERTED_NAMES,
    INVERTED_THEN_DIRECT,
    VANCOUVER_NAMES,
    Authors,
    Form,
    group_before_title,
    group_name,
    names_organisation,
    split_authors,
)
from proofdesk.desk.importing.references.parts.names.known_names import begins_with_full_names, is_given_name
from proofdesk.desk.importing.references.parts.names.name_forms import (
    DIRECT,
    DOTTED_BEHIND,
    FAMILY,
    GIVEN_WORD,
    INVERTED_FULL,
    LOWER,
    PARTICLE,
    ROLE,
    UPPER,
    VANCOUVER,
    WORD,
)
from proofdesk.desk.importing.references.parts.names.offices import GROUP_BEFORE_STOP, split_office
from proofdesk.desk.importing.references.parts.tails import YEAR, is_of_endnote, is_of_vancouver

_DATE_BEHIND = rf"(?=\(n\.|\(no date\)|n\.d\.\s[“\"]|\((?:(?i:{DATE}))?{YEAR}|(?:1[5-9]|20)\d\d[a-z]?\.\s)"
# “(WHO)” behind a name is its abbreviation, “(Ed.)” a role.
_GROUP_BEFORE_YEAR = lazy(
    rf"(?P<group>(?:[^()“”.?!\d]|(?<=\b[A-Z])\.){{2,240}}?)(?P<short>\s\([A-Z][\w&/-]{{1,11}}\)|\s\([Ee]ds?\.\))?[.,]?\s"
    rf"{_DATE_BEHIND}")
# “Gardenwork. (2017).” is no person, “Hazel. 2017.” one whose initials are lost; a bibliography shows both as they are.
_WORD_BEFORE_YEAR = lazy(
    rf"(?P<group>[{UPPER}][\w&’'-]{{2,40}}(?:\.(?:com|org|net|io|ai))?)\.?\s(?=\({YEAR}\)\.?,?\s\S+(?:\s|$)|(?:19|20)\d\d[a-z]?\.\s)")
_YEAR_IN_BRACKETS = lazy(rf"[\s.,]{{0,3}}\((?:(?i:{DATE}))?{YEAR}{DAY}(?:/\d{{4}})?\)")
# “Sean J. Hazel, Lee Leaf. Title”: the first name is a given name.
_FAMILY_BEHIND = lazy(
    rf"\.\s{WORD}(?:,\s{WORD}\s{WORD}[.,]|\sand\s{WORD}\s{WORD}\.|[.,]?\s(?:\((?:19|20)\d\d|(?:19|20)\d\d[.,]))\s?")
# “Martin Hazel, Stefan H Leaf”: behind the comma is a whole name, and no given names.
_NAME_IN_FULL = lazy(rf"{WORD}(?:\s(?:[{UPPER}]\.?\s)?{WORD})+,\s{WORD}\s[{UPPER}]\.?\s{WORD}[,\s]")
# “Martin Hazel, Stefan Leaf, …”: two whole names, or a family name and two given names.
_EITHER_WAY = lazy(rf"{GIVEN_WORD}\s{WORD},\s{WORD}\s{WORD}(?:,|\sand)\s")
_QUOTED_BEHIND = lazy(rf"\.?\s(?:{YEAR}\.\s)?[“\"]")
# Behind an initial the name goes on: “Singleton, S. Parker, et al.”
_MORE_NAMES = lazy(rf"\s{WORD},\s(?:et al|and\s)|\s{WORD}(?:\s{WORD})?;\s{WORD},\s")
# German lists of the humanities: “Fern, Tilda/ Moss, Carl (Hrsg.): Straw. …”
_BEFORE_COLON = lazy(
    rf"(?P<names>{FAMILY},\s(?P<given>{GIVEN_WORD})(?:\s{GIVEN_WORD}|\s[{UPPER}]\.){{0,2}}"
    rf"(?:\s?/\s?{FAMILY},\s{GIVEN_WORD}(?:\s{GIVEN_WORD}|\s[{UPPER}]\.){{0,2}}){{0,4}})(?=(?:\s\((?:Hrsg|Hg)\.?\))?\.?:\s)")
_SAME_AUTHORS = lazy(r"[—–_-]{2,}(?=[.,]?\s)")
# Who wrote R, as programs write it that take every author for a person: “Team, R. C. (2020)”.
_R_TEAM = lazy(r"^(?:Team,?\sR\.?\s?C|Core\sTeam,?\sR)(?:\.?,\sothers|\b)(?=[.,:\s(])")


def read_head(
    text: str, before: Authors | None = None, is_registration: bool = False, style: ListStyle = UNKNOWN
) -> Head:
    """Return the head of an entry, in the first form of names after which the entry goes on as it must.

    ``before`` are the authors of the entry before. ``is_registration`` says that the entry has the number of a trial,
    so that it may begin with its title, ``style`` what its list shows of it.
    """
    text = _R_TEAM.sub("R Core Team", text)
    text = re.sub(r"^\[[A-Z][A-Za-z-]{1,11}\]\s(?=[^\W\d_a-z])", "", text)  # “[WHO] World Health Organization”
    office, after = split_office(text)
    if office:
        return head_with(office, after, False)
    same = _SAME_AUTHORS.match(text)
    if same:
        return head_with(before, text[same.end() :], False) if before else Head("")
    colon = _BEFORE_COLON.match(text)
    # “Home Office, Fireworks: …” is no person
    if colon and ("/" in colon["names"] or colon["given"] in model().given or style.has_colons):
        authors, after = split_authors(re.sub(r"\s?/\s?", "; ", colon["names"]), (INVERTED_FULL,))
        if authors and not after:
            return head_with(authors, text[colon.end() :], False)
    are_full = style.has_full_names or begins_with_full_names(text, by_form=True)
    if are_full and (head := _full_names_before_stop(text)):
        return head
    quoted = re.match(r"(?P<group>[^“\"«]{2,120}?),\s(?=[“\"«])", text)
    group = group_name(quoted["group"]) if quoted and names_organisation(quoted["group"]) else None
    issuer = re.match(r"(?P<group>(?:[^“\"«.,;:()]|(?<=\b[A-Z])\.){2,80}?)\.?\s(?=[“\"«])", text)
    is_short = issuer and (" " not in issuer["group"] or re.search(rf"[{UPPER}]\w*[{UPPER}]", issuer["group"]))
    if issuer and is_short and not VANCOUVER.fullmatch(issuer["group"]):
        group, quoted = Authors(f"{{{issuer['group']}}}", issuer["group"]), issuer  # “NBG News. “Straw.””
    if quoted and group:
        return head_with(group, text[quoted.end() :], False)
    if is_of_endnote(text):
        authors, after = split_authors(text, INVERTED_THEN_DIRECT)
        if authors and re.match(r",\s[^\W_]", after):  # between names and title is only a comma
            return head_with(authors, after, False)
    authors, after = split_authors(text, DIRECT_NAMES)
    if authors and re.match(r",\s[“\"]", after):
        return head_with(authors, after, False)
    authors, after = split_authors(text, FULL_NAMES)
    named = text[: len(text) - len(after)]
    are_persons = authors and (" and " in authors.bibtex or re.search(rf"\b[{UPPER}]\.", named))
    if authors and are_persons and re.match(r",\s[“\"]|,\s[^,(]{3,120}\s\([^()]+,\s\d{4}\)", after):
        return head_with(authors, after, False)
    for form in DATED_FORMS:
        authors, after = split_authors(text, form)
        if form is FULL_NAMES and authors and has_organisation_word(text[: len(text) - len(after)]) and (
                " and " in authors.bibtex or names_organisation(text[: len(text) - len(after)])):
            continue  # “Garden Team (2020)”, “United Gardens, & Garden Agency. (2016)”
        if authors and _YEAR_IN_BRACKETS.match(after) and not (form is INVERTED_FIRST and _NAME_IN_FULL.match(text)):
            return head_with(authors, after, False)
    # Geneticists: “Fern Q., L. F. Moss, C. J. Hay, et al., 2020 The straw of …”
    authors, after = split_authors(text, (DOTTED_BEHIND, DIRECT))
    if authors and authors.bibtex.count(" and ") and re.match(r",\s(?:19|20)\d\d\s[^\W\d_a-z]", after):
        return head_with(authors, after, False)
    first = GROUP_FIRST.match(text)
    if first:  # “PRISMA Group, Fern T, Leaf C.”
        authors, after = split_authors(text[first.end() :], VANCOUVER_NAMES)
        if authors and _goes_on(authors, text[first.end() :], after, VANCOUVER_NAMES):
            named = f"{{{first['group']}}} and {authors.bibtex}"
            return head_with(Authors(named, first["group"], authors.is_whole), after, False)
    for form in FORMS:
        authors, after = split_authors(text, form)
        if form is INVERTED_NAMES and authors and after.startswith(" "):
            # “Singleton, S. Parker, Brooke L. Sevchik. 2026.”: behind the initial the given names may go on.
            longer, behind = split_authors(text, INVERTED_FIRST)
            if longer and len(behind) < len(after) and re.match(r"[.,]?\s(?:[“\"]|\(?(?:19|20)\d\d)", behind):
                authors, after = longer, behind
        # Behind a stop only Chicago and MLA have quotation marks, which begin with a family name.
        is_either = authors and form is INVERTED_FIRST and (_EITHER_WAY.match(text) or begins_with_full_names(text))
        if is_either and not _QUOTED_BEHIND.match(after):
            continue
        if authors and _goes_on(authors, text, after, form):
            return head_with(authors, after, form is DIRECT_NAMES)
    authors, after = split_authors(text, BARE_FIRST)
    # “Soil, A Review.” is a title; several names with initials, or “et al.”, are none.
    is_list = authors and (
        authors.bibtex.endswith(" and others") or authors.bibtex.count(", ") > 1 or style.lacks_initials)
    # Behind “et al.” no stop need be left; else a word without one goes on with a name: “Moss and James L Fern.”
    is_end = authors and re.match(r"[.\s]*\s" if authors.bibtex.endswith(" and others") else r"\.[.\s]*\s", after)
    if authors and is_list and (HEAD_YEAR.match(after) or (is_end and is_of_vancouver(text))):
        return head_with(authors, after, False)
    # “de Hay, Moss, & Leaf. (2015).”; “Hay & Moss. (2015).” may be a firm.
    named = text[: len(text) - len(after)]
    if authors and " and " in authors.bibtex and "," in named and _YEAR_IN_BRACKETS.match(after):
        return head_with(authors, after, False)
    authors, after = split_authors(text, (DOTTED_BEHIND,))  # as PubMed Central prints it: “Fern A.B., Leaf C. On …”
    # “Fern A.B. Straw”: a title hardly begins with a word and two initials.
    is_sure = authors and (
        " and " in authors.bibtex or re.fullmatch(rf"\S+(?:\s\S+)?, [{UPPER}]\. [{UPPER}]\.", authors.bibtex))
    if authors and is_sure and re.match(r"\s[^\W\d_a-z]", after):
        return head_with(authors, after, False)
    authors, after = split_authors(text, FULL_NAMES)
    named = text[: len(text) - len(after)]
    are_persons = authors and (" and " in authors.bibtex or re.search(rf"\b[{UPPER}]\.", named))
    if authors and are_persons and not has_organisation_word(named) and HEAD_YEAR.match(after):
        return head_with(authors, after, False)
    match = _GROUP_BEFORE_YEAR.match(text)
    group = group_name(match["group"]) or group_before_title(match["group"], text[match.end() :]) if match else None
    if match and group:
        has_role = ROLE.match(text, match.end("group"))
        return head_with(group, text[match.end("group") if has_role else match.end() - 1 :], False)
    match = _WORD_BEFORE_YEAR.match(text)
    if match:
        name = match["group"]
        is_dated = text[match.end()] != "("
        return head_with(Authors(name if is_dated else f"{{{name}}}", name), text[match.end() - 1 :], False)
    match = GROUP_BEFORE_STOP.match(text)
    group = group_name(match["group"]) if match else None
    if group and is_registration and not names_organisation(group.family):
        group = None  # the title of a trial
    if match and group:
        behind = text[match.end() :]
        if QUOTED.match(behind) or re.search(r"[.?!”]\s", behind.rstrip(" .")) or names_organisation(group.family):
            return head_with(group, behind, False)
        return Head("", is_nameless=False)  # an organisation and a title, or a title and a journal
    first = re.match(r"([^,.“”]{4,100}),\s", text)
    if first and names_organisation(first[1]):
        return Head("")  # an organisation, a title and a journal, or a title with a comma
    quoted = QUOTED.match(text)
    if quoted:
        return head_with(None, text, False)
    titled = head_with(None, text[issuer.end() :], False) if issuer else None
    if titled and titled.title:  # “Garden Straw. “A title.””: a group or a person
        return replace(titled, is_nameless=False)
    person = re.match(rf"{WORD},\s({WORD}),\s", text)
    if person and person[1] in model().given:
        return Head("", is_nameless=False)  # “Fern, Ada, A Wet Garden: …”
    return Head(text.strip(), is_nameless=not match or not re.search(rf"\b\w\.|,(?!\s[{LOWER}])", match["group"]))


def _full_names_before_stop(text: str) -> Head | None:
    """Return the head of “Ada Fern and Carl Moss. Straw”, “… (2020)”; None if they may be none: “Straw Lab. Hay”."""
    authors, after = split_authors(text, FULL_NAMES)
    named = text[: len(text) - len(after)]
    are_persons = authors and authors.is_whole and (
        " and " in authors.bibtex or is_given_name(named.split()[0]))
    if not are_persons or has_organisation_word(named) or not re.match(r"\.\s(?!\(|\d)|\s\((?:19|20)\d\d", after):
        return None
    return head_with(authors, after, False)


def _goes_on(authors: Authors, text: str, after: str, form: Form) -> bool:
    """Return whether a list of authors is complete: a year, a stop or a title in quotation marks follows."""
    if not after.strip() or _MORE_NAMES.match(after):
        return False
    if form is VANCOUVER_NAMES and " and " not in authors.bibtex and (_FAMILY_BEHIND.match(after) or (
            authors.family in model().given and re.match(rf"\.\s{WORD}[.,]\s", after))):
        return False
    named = text[: len(text) - len(after)]
    if form is INVERTED_FIRST and authors.bibtex.count(" and ") == 1 and after[0] in ".:" and (
            " and " not in named and ";" not in named and re.split(r",\s|\s", named)[-2] not in model().given):
        return False  # “Fern, Ada, Wild Gardens: …”
    if authors.bibtex.endswith(" and others") or ROLE.match(after):
        return True
    if HEAD_YEAR.match(after) or re.match(r"[.,:]?\s?[“\"‘„«']", after):
        return True
    if re.match(r"[.:;]\s", after):  # “Home Office, Fireworks: …” is no person
        return not (form is INVERTED_FIRST and after[0] == ":" and " and " not in authors.bibtex)
    ended = bool(re.search(rf"\.(?:\s{PARTICLE})?$", text[: len(text) - len(after)]))  # “Santos, R. dos Straw at night”
    if form is DIRECT_NAMES:
        return bool(re.match(r",\s(?=[^\W_a-z]|[a-z]\w{1,15}:\s)", after))  # “strawr: Straw for R”
    if form is VANCOUVER_NAMES:
        ended = text[: len(text) - len(after)].endswith(("Jr.", "Sr."))
    return ended and bool(re.match(r"\s(?:[^\W_a-z(]|[a-z]{1,4}[A-Z])", after))

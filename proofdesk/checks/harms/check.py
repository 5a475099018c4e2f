"""Check each sentence that gives a figure of a trial: its harms stand on the page, and its design in the sentence.

A trial is a work whose design is one, and any other that was retracted or whose entry states its harms (``x-harms``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proofdesk.bibliography.references import References
from proofdesk.checks.harms.figures import reading
from proofdesk.checks.harms.sentences import CitingSentence, citing_sentences, drawn_tables
from proofdesk.citations.positions import citation_position
from proofdesk.common.problems import Problem
from proofdesk.common.text import listed, normalize_whitespace
from proofdesk.content.document import Document, Statement
from proofdesk.content.editorial import EditorialData
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.harms.entries import HARMS_PAGE
from proofdesk.content.harms.stated import is_not_stated, is_trial
from proofdesk.site.article import Page

_SHOWN = 60  # letters of a sentence in a message


def read_statements(document: Document) -> list[Statement]:
    """Return the sentences of a page that cite works. They are read once, and cached with its conversion."""
    if document.statements is None and document.load_statements:
        document.statements = document.load_statements()
    if document.statements is None:
        document.statements = [Statement(sentence.text, sentence.keys, sentence.offset)
                               for sentence in _sentences(document)]
    return document.statements


def _sentences(document: Document) -> list[CitingSentence]:
    return citing_sentences(document.source, drawn_tables(document.blocks))


def check_results(page: Page, data: EditorialData) -> Iterator[Problem]:
    """Yield a problem for each sentence of a page that gives a trial's result without its harms or its design."""
    references = data.references
    words = reading(page.language.base)
    # An entry is in the site's language, or in English.
    others = [reading(code) for code in {"en", references.language.base} - {page.language.base}]
    told = _told_by_list(page, data)
    results = [*_results(page, references)]
    page.document.results = _first_places(results)
    yield from _unsaid(page, references)
    for sentence, trials in results:
        is_harm = words.speaks_of_harm(sentence.text)
        for key in trials:
            evidence, harms = references.evidence[key], references.harms(key)
            if evidence.retracted:
                if words.is_read and not words.says_withdrawn(sentence.text):
                    yield _problem(page, sentence, "retracted-not-said",
                                   f"gives a figure of “{key}”, which was retracted, and does not say so",
                                   "say in the same sentence that the work was retracted, or leave the figure out"
                                   + _as_in(words.examples[1]))
                continue
            if (any(each.traits.open for each in evidence.designs) and words.is_read and not is_harm
                    and not words.says_open(sentence.text)):
                yield _problem(page, sentence, "open-label-not-said",
                               f"gives a figure of “{key}”, an open-label trial, and does not say so",
                               "say in the same sentence that everyone knew what was given, or that there was no "
                               "comparison group" + _as_in(words.examples[0]))
            if is_harm or not harms or is_not_stated(harms) or key in told:
                continue
            if not any(key in other.keys and words.tells(other.text, harms, others)
                       for other in read_statements(page.document)):
                yield _problem(page, sentence, "benefit-without-harm",
                               f"gives a result of “{key}”, and this page nowhere says what harms its people had",
                               f"say it in a sentence that cites the work: “{harms}”")


def _unsaid(page: Page, references: References) -> Iterator[Problem]:
    """Yield each sentence with a result of a design whose words in ``site.yml`` state what such a sentence must say."""
    works = references.evidence
    if not any(design.traits.must_say for design in works.words.own_designs):
        return
    has_result = reading(page.language.base).has_result
    for sentence in read_statements(page.document):
        for key in sentence.keys if has_result(sentence.text) else ():
            words = next((each.traits.must_say for work in works.of([key]) for each in work.designs
                          if each.traits.must_say), ())
            if words and not any(word.casefold() in sentence.text.casefold() for word in words):
                yield _problem(page, sentence, "open-label-not-said",
                               f"gives a figure of “{key}”, of which a sentence must say more",
                               "say in the same sentence: " + ", or ".join(f"“{word}”" for word in words))


def check_stated(pages: Iterable[Page], data: EditorialData) -> Iterator[Problem]:
    """Yield a problem for each trial whose result a page gives and whose entry does not say what harms it found."""
    references, seen = data.references, set()
    for page in pages:
        results = page.document.results  # none of a page that was not checked by itself
        if results is None:
            results = _first_places(_results(page, references))
        for key, offset in results.items():
            if key in seen or references.harms(key) or references.evidence[key].retracted:
                continue
            seen.add(key)
            source = page.document.source
            where = f"{source.path}:{source.position(offset).line}"
            yield Problem(*references.bibliography.entries[key].place(), "harms-not-stated",
                          f"“{key}” is a trial whose result stands in {where}, and its entry does not say what "
                          "harms it found", "add x-harms = {…} with the figure or words of its abstract, or "
                          "x-harms = {not stated} if that has none")


def _first_places(results: Iterable[tuple[Statement, list[str]]]) -> dict[str, int]:
    """Return where the first figure of each trial stands in the page's text."""
    places: dict[str, int] = {}
    for sentence, trials in results:
        for key in trials:
            places.setdefault(key, sentence.offset)
    return places


def advise_on_denominators(page: Page, references: References) -> Iterator[Problem]:
    """Yield advice for each percentage of a trial that says nowhere in its paragraph out of how many."""
    paragraphs = {sentence.offset: sentence.paragraph for sentence in _sentences(page.document)}
    for sentence, trials in _results(page, references):
        if reading(page.language.base).has_percentage_of_nothing(sentence.text, paragraphs[sentence.offset]):
            yield _problem(page, sentence, "no-denominator",
                           f"gives a percentage of “{trials[0]}”, and its paragraph does not say out of how many",
                           "add the number of people, as in “of 104 people”")


def _results(page: Page, references: References) -> Iterator[tuple[Statement, list[str]]]:
    """Yield each sentence with a figure that came out of a trial, and the trials that it cites."""
    trials, has_result = set(_trials(page, references)), reading(page.language.base).has_result
    for sentence in read_statements(page.document) if trials else ():
        found = [key for key in sentence.keys if key in trials]
        if found and has_result(sentence.text):
            yield sentence, found


def _trials(page: Page, references: References) -> Iterator[str]:
    """Yield the trials that a page cites, in the order of their first citations."""
    works = references.evidence
    for key in dict.fromkeys(citation.key for citation in page.document.citations):
        if is_trial(works[key]) or works[key].retracted or references.harms(key):
            yield key


def check_languages(pages: Iterable[Page], references: References) -> Iterator[Problem]:
    """Yield a reminder for each language of pages that cite trials and whose words are not read.

    One for all of its pages, as no editor can do away with it; and no mere advice, because without it a site in that
    language would take the silence of the checks for their consent.
    """
    unread: dict[str, list[tuple[Page, str]]] = {}
    for page in pages:
        if not reading(page.language.base).is_read and (key := next(_trials(page, references), "")):
            unread.setdefault(page.language.code, []).append((page, key))
    for code, found in unread.items():
        first, key = found[0]
        source, paths = first.document.source, [page.document.source.path for page, _ in found]
        yield Problem(source.path, *citation_position(source, key, 0), "unread-language",
                      f"in “{code}” no check reads words for numbers, harms and designs, only figures, and trials are "
                      f"cited by {listed(paths, 'page')}",
                      "compare each benefit with its harm yourself, and say which trials were open or retracted")


def _told_by_list(page: Page, data: EditorialData) -> set[str]:
    """Return the works whose harms the list of harms shows on a page."""
    shows = isinstance(page.facts, ArticleFrontMatter) or page.document.uri == HARMS_PAGE
    return data.harms.keys if shows and data.harms_page else set()


def _problem(page: Page, sentence: Statement, rule: str, message: str, remedy: str) -> Problem:
    source = page.document.source
    words = normalize_whitespace(sentence.text)
    shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return Problem(source.path, *source.position(sentence.offset), rule, f"“{shown}” {message}", remedy)


def _as_in(example: str) -> str:
    return f", as in “{example}”" if example else ""

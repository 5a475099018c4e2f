"""Every rule that a problem can name, with its severity and what the guide says of it."""

from __future__ import annotations

from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"
# Said at every build or by `desk links`, failing none: what time alone brings about must stop no publishing.
REMINDER = "reminder"
# Said by the desk alone, never by a build: how a page could be better.
ADVICE = "advice"


@dataclass(frozen=True)
class Rule:
    """A named check. ``meaning`` is what the guide tells an editor about it.

    In it, the guide puts the site's kinds of block for ``{claim}``, and an example of theirs for ``{such as}``.
    """

    name: str
    severity: str
    meaning: str


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        # Blocks
        Rule("unknown-block", ERROR, "A block's name is not one that the site has."),
        Rule("unknown-option", ERROR, "A block has an option that this kind of block does not know."),
        Rule("duplicate-option", ERROR, "A block states the same option twice."),
        Rule("bad-options", ERROR, "A block's options cannot be read: each stands on its own line as `name: value`."),
        Rule("bad-value", ERROR, "A block's option has a value that is not allowed."),
        Rule("missing-option", ERROR, "A block lacks an option that its kind cannot do without."),
        Rule("missing-title", ERROR, "A block lacks its title, the text after the bar in its first line."),
        Rule("missing-part", ERROR, "A block lacks a part{such as}."),
        Rule("unterminated-block", ERROR, "A block is opened and never closed; it would swallow the rest of the page."),
        Rule("nested-fence", ERROR, "A block stands inside another one with a fence of the same length."),
        Rule("stray-fence", ERROR, "A line of slashes closes no block."),
        Rule("broken-fence", ERROR, "A line begins like a block but cannot be read as one."),
        Rule("duplicate-id", ERROR, "Two blocks of a page have the same `id`, so one address would mean two things."),
        Rule("duplicate-question", ERROR, "The same question is asked twice on the site."),
        # Citations
        Rule("unknown-citation", ERROR, "A citation names a key that the bibliography does not have."),
        Rule("citation-case", ERROR, "A citation's key differs from the bibliography's only in capitals."),
        Rule("citation-separator", ERROR, "Two citations in one pair of brackets are not separated by a semicolon."),
        Rule("unconfirmed-work", ERROR, "A page cites a work that nobody could confirm to exist as described."),
        # Bibliography
        Rule("bib-syntax", ERROR, "An entry of the bibliography cannot be read."),
        Rule("duplicate-key", ERROR, "Two entries of the bibliography have the same key (capitals do not count)."),
        Rule("duplicate-doi", ERROR, "Two entries of the bibliography have the same DOI."),
        Rule("bad-doi", ERROR, "A DOI is not in its bare form `10.…/…`."),
        Rule("bad-link", ERROR, "A link of a bibliography entry is not a web address."),
        Rule("bad-key", ERROR, "A key of the bibliography has characters that a citation cannot have."),
        Rule("bad-name", ERROR, "A name in an entry of the bibliography cannot be read: it has too many commas."),
        Rule("missing-field", ERROR, "An entry of the bibliography lacks its author, title or year."),
        Rule("differs", WARNING, "An entry says other than its registered record (`desk cite --check`)."),
        Rule("uncited-entry", WARNING, "No page cites an entry of the bibliography."),
        Rule("unformatted-reference", ERROR, "Pandoc could not format a reference in the site's style."),
        # Evidence
        Rule("bad-evidence", ERROR, "A keyword of an entry is not of the evidence vocabulary."),
        Rule("unclassified-evidence", ERROR, "An entry says neither what evidence it is nor that this is unknown."),
        Rule("overstated-certainty", ERROR, "A block states more certainty than the works it cites can carry."),
        Rule("strong-wording", WARNING, "A block's wording says more than its stated certainty carries."),
        Rule("uncited-claim", WARNING, "A {claim} cites nothing."),
        Rule("bad-wording", ERROR, "The word lists in `wording.yml` cannot be read."),
        # Retractions
        Rule("retracted-work", ERROR, "A page cites a retracted work, and nobody has decided that it should."),
        Rule("acknowledgement-expired", ERROR, "The decision to cite a retracted work is more than a year old."),
        Rule("bad-acknowledgement", ERROR, "The decision to cite a retracted work lacks its date or its reason."),
        Rule("expression-of-concern", WARNING, "A journal doubts a cited work, and readers are not told."),
        Rule("corrected-work", WARNING, "A cited work was corrected, and readers are not told."),
        Rule("stale-snapshot", REMINDER, "The retraction data is more than 45 days old, or was never taken."),
        Rule("bad-snapshot", ERROR, "The file with the retraction data cannot be read."),
        # Glossary and help lines
        Rule("bad-glossary", ERROR, "A term in `glossary.yml` cannot be read, or lacks its definition."),
        Rule("duplicate-term", ERROR, "Two terms of the glossary share a name, which would mean two things."),
        Rule("bad-safety", ERROR, "A help line in `safety.yml` cannot be read, or lacks its source or its date."),
        Rule("stale-safety", REMINDER, "A help line was last compared with its source more than half a year ago."),
        # Pages
        Rule("front-matter", ERROR, "The block of facts at the top of a page cannot be read."),
        Rule("missing-front-matter", ERROR, "A page lacks a fact that every page of its kind must state."),
        Rule("bad-front-matter", ERROR, "A fact at the top of a page is not what it must be."),
        Rule("unknown-front-matter", ERROR, "A fact at the top of a page has a name that the site does not know."),
        Rule("misdated", ERROR, "A date at the top of a page is impossible: in the future, or out of order."),
        Rule("broken-link", ERROR, "A link leads to a page or file that the site does not have."),
        Rule("broken-anchor", ERROR, "A link leads to a place that its page does not have."),
        Rule("dead-link", REMINDER, "An address of another site leads nowhere (`desk links`; the build asks nobody)."),
        Rule("no-answer", REMINDER, "An address of another site gave no answer, which may pass (`desk links`)."),
        Rule("guarded-link", ADVICE, "Another site lets no program in, so only a person can tell (`desk links`)."),
        Rule("moved-link", ADVICE, "An address of another site has changed for good (`desk links`)."),
        Rule("bad-redirect", ERROR, "A redirect in `mkdocs.yml` is not from an old page's file to a page."),
        Rule("redirect-over-page", ERROR, "A redirect in `mkdocs.yml` would take the place of a page that is there."),
        Rule("lost-address", WARNING, "A page that git knows is gone, and its address leads nowhere (`desk check`)."),
        Rule("raw-syntax", ERROR, "Markup that should have been turned into something would reach a reader as it is."),
        Rule("to-write", REMINDER, "A page still holds a comment of `desk new` that says what is to be written there."),
        Rule("overdue-check", ADVICE, "The day on which a page should have been checked again is past."),
        Rule("long-sentence", ADVICE, "A sentence has more than 25 words. Aim for 20 (NHS service manual)."),
        Rule("reading-age", ADVICE, "The words and sentences of a page ask for a reading age above 14."),
        Rule("undecided", ERROR, "A passage that `desk import` marked with `⟦` and `⟧` still waits for an editor."),
        Rule("against-policy", ERROR, "A page holds a script, a style or another site's file: the policy forbids it."),
        Rule("outside-site", ERROR, "A file or folder is a symbolic link that leads out of the project."),
        Rule("unsearchable-block", ERROR, "A block is not on the finished page, so search cannot find it."),
        Rule("merge-conflict", ERROR, "A file holds the marks that git leaves where two versions differ."),
        Rule("not-utf8", ERROR, "A file is not saved as UTF-8 text."),
    )
}

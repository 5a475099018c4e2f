"""Every rule that a problem can name, with its severity and its explanation in the editors' guide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How serious a problem is, from stopping a build to a suggestion by the desk."""

    ERROR = "error"
    WARNING = "warning"
    REMINDER = "reminder"  # reported by every build and failing none: the passing of time must not stop publishing
    ADVICE = "advice"  # reported by the desk only: how a page could be better


ERROR, WARNING, REMINDER, ADVICE = Severity


@dataclass(frozen=True)
class Rule:
    """A named check. ``meaning`` explains it to editors.

    The guide puts the site's kinds of block for ``{claim}``, and an example of theirs for ``{such as}``.
    """

    name: str
    severity: Severity
    meaning: str


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        # Blocks
        Rule("unknown-block", ERROR, "A block's kind does not exist on this site."),
        Rule("unknown-option", ERROR, "A block has an option that its kind does not have."),
        Rule("duplicate-option", ERROR, "A block states the same option twice."),
        Rule("bad-options", ERROR, "A block's options cannot be read. Write each on its own line as `name: value`."),
        Rule("bad-value", ERROR, "A block's option has a value that is not allowed."),
        Rule("missing-option", ERROR, "A block lacks an option that its kind requires."),
        Rule("missing-title", ERROR, "A block lacks its title, the text after the bar in its first line."),
        Rule("missing-part", ERROR, "A block lacks a part{such as}."),
        Rule("bad-table", ERROR, "A figure's table lacks a column or a row, or has a column that is unknown."),
        Rule("bad-cell", ERROR, "A cell of a figure's table is empty, or has a value that its column does not allow."),
        Rule("no-comparison", ERROR, "A figure shows one group, and does not say why it has none to compare it with."),
        Rule("unsupported-cell", ERROR, "A cell of a figure states a result, and neither cites nor links anything."),
        Rule("certainty-conflict", ERROR, "A cell of a figure and the block that it leads to state two certainties."),
        Rule("future-date", ERROR, "A figure gives a date that is still to come, and does not call it planned."),
        Rule("planned-date-passed", REMINDER, "A date that a figure calls planned has passed."),
        Rule("long-block", ERROR, "A block has more words than its kind may have."),
        Rule("unterminated-block", ERROR, "A block is never closed, so it would swallow the rest of the page."),
        Rule("nested-fence", ERROR, "A block is inside another block whose fence has the same length."),
        Rule("stray-fence", ERROR, "A line of slashes closes no block."),
        Rule("broken-fence", ERROR, "A line begins like a block but cannot be read as one."),
        Rule("duplicate-id", ERROR, "Two places of a page have the same `id`, so one address would mean two things."),
        Rule("duplicate-question", ERROR, "The same question is asked twice on the site."),
        # Citations
        Rule("unknown-citation", ERROR, "A citation names a key that the bibliography does not have."),
        Rule("citation-case", ERROR, "A citation's key differs from the bibliography's only in capitals."),
        Rule("citation-separator", ERROR, "Two citations in one pair of brackets are not separated by a semicolon."),
        Rule("unshown-locator", WARNING, "The citation style leaves out the page or chapter after a key."),
        Rule("unconfirmed-work", ERROR, "A page cites a work that could not be confirmed to exist as described."),
        # Bibliography
        Rule("bib-syntax", ERROR, "An entry of the bibliography cannot be read."),
        Rule("duplicate-key", ERROR, "Two entries of the bibliography have the same key (capitals do not count)."),
        Rule("duplicate-doi", ERROR, "Two entries of the bibliography have the same DOI."),
        Rule("bad-doi", ERROR, "A DOI is not in its bare form `10.…/…`."),
        Rule("bad-link", ERROR, "A link of a bibliography entry is not a web address."),
        Rule("bad-name", ERROR, "A name in an entry of the bibliography would be shown as another name, or as two."),
        Rule("doubtful-name", WARNING, "A name is probably misread: it seems to be two people, or an organisation."),
        Rule("missing-field", ERROR, "An entry of the bibliography lacks its title, its year or all who made it."),
        Rule("unshown-field", REMINDER, "No style shows a field of an entry: the title of an issue of a journal."),
        Rule("no-address", REMINDER, "A cited guideline, law, web page, report or data set has no address to find it."),
        Rule("differs", WARNING, "An entry differs from its registered record (`desk cite --check`)."),
        Rule("uncited-entry", REMINDER, "Works of the bibliography that no page cites are held to no other rule."),
        Rule("library-entry", REMINDER, "Entries of a library cannot be read or are not used, and no page cites them."),
        Rule("unreadable-library", ERROR, "A library (`bib_dir`, `extra.libraries`) cannot be read or has no entry."),
        Rule("bad-style", ERROR, "The citation style (`csl_file`) cannot be used for any work."),
        Rule("lost-text", ERROR, "A part of a field would be missing in the reference."),
        Rule("unformatted-reference", ERROR, "Pandoc could not format a reference in the site's style."),
        # Evidence
        Rule("bad-evidence", ERROR, "A keyword of an entry, or a line of `evidence.yml`, states no evidence we know."),
        Rule("unclassified-evidence", ERROR, "A cited work's kind of evidence is not known, or not stated."),
        Rule("overstated-certainty", ERROR, "A block states more certainty than the works it cites support."),
        Rule("bad-status", ERROR, "A cited work's entry does not say what somebody has seen of it, and when."),
        Rule("classified-from-memory", REMINDER, "Cited works are classified from memory, and due for a check."),
        Rule("certainty-without-reason", ERROR, "A block states its certainty and not what it rests on."),
        Rule("certainty-of-a-fact", ERROR, "A block states a certainty, and its works show a fact: law, registers."),
        Rule("strong-wording", WARNING, "A block's wording is too strong for its stated certainty."),
        Rule("species-conflict", WARNING, "A sentence names mice or people, and its works were done in others."),
        Rule("uncited-claim", WARNING, "A {claim} cites nothing."),
        Rule("bad-wording", ERROR, "The word lists in `wording.yml` cannot be read."),
        # Harms
        Rule("benefit-without-harm", ERROR, "A sentence gives a trial's result, and its page nowhere gives its harms."),
        Rule("harms-not-stated", ERROR, "A page gives a trial's result, and its entry says nothing of its harms."),
        Rule("open-label-not-said", ERROR, "A sentence gives a figure of an open-label trial and does not say so."),
        Rule("retracted-not-said", ERROR, "A sentence gives a figure of a retracted trial and does not say so."),
        Rule("no-denominator", ADVICE, "A percentage of a trial does not say out of how many people it is."),
        Rule("unread-language", REMINDER, "Pages cite trials in a language in which words of harm are not read."),
        # Retractions
        Rule("retracted-work", ERROR, "A page cites a retracted work without an acknowledgement."),
        Rule("acknowledgement-expired", ERROR, "The acknowledgement of a retracted work is more than a year old."),
        Rule("bad-acknowledgement", ERROR, "The acknowledgement of a retracted work lacks a valid date or a reason."),
        Rule("expression-of-concern", WARNING, "A journal has doubts about a cited work, and readers are not told."),
        Rule("retracted-version", WARNING, "The preprint or the published version of a cited work was retracted."),
        Rule("uncompared-work", REMINDER, "Cited works have no identifier by which a retraction could be found."),
        Rule("corrected-work", WARNING, "A cited work was corrected, and readers are not told."),
        Rule("wrong-words", ERROR, "A site's own catalogue has words that cannot stand for a text of its pages."),
        Rule("missing-words", REMINDER, "A site's own catalogue has no words for some of what its pages say."),
        Rule("stale-snapshot", REMINDER, "The retraction data is missing or more than 45 days old."),
        Rule("bad-snapshot", ERROR, "The file with the retraction data cannot be read."),
        # Glossary and help lines
        Rule("bad-glossary", ERROR, "A term in `glossary.yml` cannot be read, or lacks its definition."),
        Rule("duplicate-term", ERROR, "Two terms of the glossary have the same name, so it would mean two things."),
        Rule("bad-site", ERROR, "`site.yml` cannot be read, or states a fact that pages cannot show."),
        Rule("bad-safety", ERROR,
             "A help line in `safety.yml` cannot be read, or does not say where, when or how it was seen."),
        Rule("stale-safety", REMINDER, "A help line has not been compared with its source for more than half a year."),
        Rule("bad-harms", ERROR, "A harm in `harms.yml` cannot be read, or lacks a denominator, certainty or source."),
        Rule("bad-synonyms", ERROR, "A word in `synonyms.yml` cannot be read, has no other names, or one twice."),
        Rule("bad-crisis-words", ERROR, "Words in `crisis.yml` cannot be read, or lead to no help line."),
        # Pages
        Rule("front-matter", ERROR, "The block of facts at the top of a page cannot be read."),
        Rule("missing-front-matter", ERROR, "A page lacks a fact that every page of its kind must state."),
        Rule("bad-front-matter", ERROR, "A fact at the top of a page has a value that is not allowed."),
        Rule("unknown-front-matter", ERROR, "A fact at the top of a page has a name that the site does not know."),
        Rule("misdated", ERROR, "A date at the top of a page is impossible: in the future, or out of order."),
        Rule("bad-review", ERROR, "The file beside a page with what reviewers said, `*.review.yml`, cannot be read."),
        Rule("open-review", REMINDER, "What a reviewer said of a page is neither accepted, refused nor answered."),
        Rule("lost-review", REMINDER, "A review file has no page beside it, so nobody sees what is in it."),
        Rule("changed-since-review", REMINDER, "A page's text is no longer the version that its reviewer signed."),
        Rule("broken-link", ERROR, "A link leads to a page or file that the site does not have."),
        Rule("broken-anchor", ERROR, "A link leads to a place that its page does not have."),
        Rule("bad-settings", ERROR, "The settings in `mkdocs.yml` cannot be read."),
        Rule("unknown-setting", WARNING, "A setting in `mkdocs.yml` is not known, or does nothing."),
        Rule("not-in-navigation", WARNING, "A page is in no entry of the navigation, and not listed as outside it."),
        Rule("unreached-page", WARNING, "Nothing leads readers to a page that a section of the navigation lists."),
        Rule("dead-address", ERROR, "An address in the finished site leads to no file or place of it (build only)."),
        Rule("page-error", ERROR, "In a browser, a page or a file of it fails (`desk test-content`, as the next 5)."),
        Rule("foreign-request", ERROR, "In a browser, a page asks another site, which then knows its reader."),
        Rule("blocked-by-policy", ERROR, "In a browser, a page does or loads what its policy forbids."),
        Rule("sideways-scroll", ERROR, "On a phone, a page is wider than the screen."),
        Rule("search-fails", ERROR, "In a browser, search does not find a page by its title."),
        Rule("citation-fails", ERROR, "In a browser, a citation does not show the work that it cites."),
        Rule("invalid-html", ERROR, "A finished page is no valid HTML (`desk test-content`, with html-validate)."),
        Rule("dead-link", REMINDER, "A link to another site is broken (`desk links`; builds do not check it)."),
        Rule("no-answer", REMINDER, "Another site did not answer, which may be temporary (`desk links`)."),
        Rule("guarded-link", ADVICE, "The site blocks automated requests; open the link in a browser to check it."),
        Rule("moved-link", ADVICE, "A link to another site has moved permanently (`desk links`)."),
        Rule("bad-redirect", ERROR, "A redirect in `mkdocs.yml` is not from an old page's file to a page."),
        Rule("redirect-over-page", ERROR, "A redirect in `mkdocs.yml` would replace a page that exists."),
        Rule("lost-address", WARNING, "A page was renamed or removed, and its address has no redirect (`desk check`)."),
        Rule("unused-setting", WARNING, "A setting in `mkdocs.yml` does nothing: it is of Material, or stated twice."),
        Rule("refused-extension", ERROR, "A Markdown extension in `mkdocs.yml` is one that this site does not use."),
        Rule("uncited-key", ERROR, "A page shows a key of the bibliography as a word instead of citing it."),
        Rule("missing-alt", ERROR, "A picture has no alternative text, or only a file's name: some readers miss it."),
        Rule("raw-syntax", ERROR, "Markup was not recognised, so readers would see it as it is written."),
        Rule("lost-mark", ERROR, "Signs of the text were read as markup, so readers would not see them."),
        Rule("table-row", ERROR, "A row of a table has more cells than its head, which would be lost, or no bar."),
        Rule("footnote", ERROR, "A note is called nowhere, has two texts, or has a name that no address can have."),
        Rule("duplicate-reference", ERROR, "Two addresses of a page have the same name, so links would go astray."),
        Rule("unused-definition", ERROR, "A line gives a name an address or a meaning, and nothing uses the name."),
        Rule("heading", ERROR, "A heading has no words, or is of the level of the page's title."),
        Rule("skipped-level", REMINDER, "A heading is more than one level below the one before it."),
        Rule("wordless-link", ERROR, "A link has no words and no picture, so no reader can see or hear it."),
        Rule("to-write", REMINDER, "A draft lacks a fact, or still has a comment of `desk new`."),
        Rule("series-part", ERROR, "Two articles of a series have the same number."),
        Rule("bad-translation", ERROR, "An article cannot be a translation of what its `translation-of` names."),
        Rule("unwritten", ERROR, "A page is not a draft, and has no text, or a mark where text is still to come."),
        Rule("draft", REMINDER, "A page is a draft, so readers do not have it (`status: draft`)."),
        Rule("not-yet-published", REMINDER, "A page is ready, and its day of publication is still to come."),
        Rule("link-to-draft", ERROR, "A link or an entry of `mkdocs.yml` leads to a page that readers do not have."),
        Rule("overdue-check", ADVICE, "The date of a page's next check has passed."),
        Rule("translation-behind", ADVICE, "The original was checked or corrected after its translation."),
        Rule("long-sentence", ADVICE, "A sentence has more than 25 words. Aim for 20 (NHS service manual)."),
        Rule("reading-age", ADVICE, "A page's words and sentences need a reading age above 14."),
        Rule("address-by-order", ADVICE, "A heading or block has a numbered address, which may lead elsewhere later."),
        Rule("address-as-text", ADVICE, "An address in the text of a page is no link, so no reader can follow it."),
        Rule("citation-as-a-word", ADVICE, "A sentence needs a citation as a word, and excerpts leave it out."),
        Rule("straight-quotes", ADVICE, "A page has a typewriter's quotation marks or apostrophes in its text."),
        Rule("no-opening", ADVICE, "An article does not open with a block such as the short answer."),
        Rule("long-article", ADVICE, "An article has more than 2,200 words, without what it shows folded."),
        Rule("many-hedges", ADVICE, "More than 12 of 100 sentences of a page have a hedge of `wording.yml`, as “may”."),
        Rule("undecided", ERROR, "A passage that `desk import` marked with `⟦` and `⟧` needs an editor's decision."),
        Rule("against-policy", ERROR, "A page has an element, attribute or address that is not on the safe list."),
        Rule("outside-site", ERROR, "A symbolic link leads out of the project, to nothing or to a folder above it."),
        Rule("unknown-file", ERROR, "A file beside the pages is of a kind that is never published, as a manuscript."),
        Rule("unsafe-drawing", ERROR, "An SVG file holds a script, or something that it would fetch from elsewhere."),
        Rule("unsearchable-block", ERROR, "A block is missing from the finished page, so search cannot find it."),
        Rule("same-address", ERROR, "Two files would be published at one address, or at two that many disks confuse."),
        Rule("bad-file-name", ERROR, "A file's name has characters that no address can have, or that nobody sees."),
        Rule("overlooked-page", REMINDER, "MkDocs publishes no page of this name or folder, whatever stands in it."),
        Rule("not-on-windows", REMINDER, "Windows cannot have a file of this name, so nobody could work there."),
        Rule("merge-conflict", ERROR, "A file has conflict marks: git could not merge two versions of it."),
        Rule("not-utf8", ERROR, "A file is not saved as UTF-8 text."),
        Rule("too-large", ERROR, "A page, or a paragraph, table or list of it, is larger than the site can read."),
        Rule("too-deep", ERROR, "Lists, quotations or values are inside each other more often than the site can read."),
        Rule("unreadable-file", ERROR, "A file cannot be read: its link leads nowhere, or it is no ordinary file."),
        Rule("control-character", ERROR, "A file has a character that no page can show and terminals obey."),
    )
}

"""The shared bibliography: its faults with file, line and column, and titles that lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import STYLE, words
from records import records

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.pandoc.formatting import _format
from proofdesk.bibliography.pandoc.style import read_style
from proofdesk.bibliography.references import References
from proofdesk.bibliography.retraction_data import Notice, Snapshot
from proofdesk.checks.bibliography import check_entries

ReadBib = Callable[[str | bytes], Bibliography]
ReferencesOf = Callable[[str], References]

GOOD = "@article{good2020, author = {Good, Ann}, title = {A title}, year = {2020}, doi = {10.1234/good}}\n"


def test_macros_comments_and_parentheses_are_read(references_of: ReferencesOf) -> None:
    """All of BibTeX's grammar, as its programs write it."""
    references = references_of(
        '@string{jn = "Journal of "}\n@STRING(nn = {Neurons})\n@preamble{"x"}\n@comment{ @misc{c, title={No}} }\n'
        "% @misc{d, title={No}}\n@Article(a, author = {A, B.}, title = \"T\" # { of } # \"U\", journal = jn # nn,\n"
        "  year = 2020, month = jan)\n@misc { b ,author={A},title={V},year=1999 }"
        "@misc{e,author={A},title={W},year=1999}\n"
    )
    assert references.bibliography.problems == references.problems == []
    assert list(references.keys()) == ["a", "b", "e"]
    assert words(references["a"].html) == "A B. T of U. Journal of Neurons. 2020."


def test_entries_keep_file_order_and_sort_by_author(references_of: ReferencesOf) -> None:
    """By first author, year and title, capitals aside."""
    entry = "@misc{{{0}, author={{{1}}}, title={{{2}}}, year={3}}}\n"
    references = references_of("".join([
        entry.format("w", "Young, A", "B", 2001), entry.format("x", "adams, A", "B", 2002),
        entry.format("y", "Adams, A", "C", 2001), entry.format("z", "Adams, A", "a", 2001)]))
    assert list(references.keys()) == ["w", "x", "y", "z"]
    assert [reference.key for reference in references.sorted()] == ["z", "y", "x", "w"]


TITLES = {
    r"A 5\% rise": "A 5% rise",
    "A 5% rise and 10% more": "A 5% rise and 10% more",
    r"Both \% and % in one": "Both % and % in one",
    "Growth of H. pylori in vitro": "Growth of H. pylori in vitro",
    "The role of 5-HT2A and mTOR in LSD-like DNA": "The role of 5-HT2A and mTOR in LSD-like DNA",
    "{{Double Braces} Stay}": "Double Braces Stay",
    "{{BDNF}} and {mRNA}": "BDNF and mRNA",
    r"Seen \textit{in vivo} and \emph{in vitro}": "Seen in vivo and in vitro",
    r"Of $\alpha$ and $\beta_2$": "Of α and β2",
    r"Of \alpha{} and \textbeta{} and {\textgamma}": "Of α and β and γ",
    r"Of \Delta 9-THC": "Of Δ9-THC",
    "Of α, β and Δ9": "Of α, β and Δ9",
    "Béïque, Müller, Ångström, œuvre, Łódź": "Béïque, Müller, Ångström, œuvre, Łódź",
    r"B{\'e}{\"\i}que, M\"uller, {\AA}ngstr{\"o}m, {\ss}": "Béïque, Müller, Ångström, ß",
    r"Cells \& circuits \# 1 \_ \$5": "Cells & circuits # 1 _ $5",
    "Tabs\tand\n  new lines": "Tabs and new lines",
    "Serotonin~2A -- a review": "Serotonin 2A – a review",
    "What works? A trial: the end!": "What works? A trial: the end!",
    "H$_2$O and CO\\textsubscript{2}": "H2O and CO2",
    "\\textbf{Bold} \\textsc{small} \\texttt{code}": "Bold small code",
    "Less < more > & a<bc>d": "Less < more > & a<bc>d",
    "*Stars* and _lines_ and [@key] and [^1]": "*Stars* and _lines_ and [@key] and [^1]",
    "A ``quoted'' word": "A ‘quoted’ word",
    "精神病薬と脳": "精神病薬と脳",
}


def test_title_text_survives_formatting(references_of: ReferencesOf) -> None:
    """Whatever a program or a person wrote, a reader reads it."""
    bib = "".join(f"@book{{k{n}, author={{A, B.}}, year=1999, title={{{title}}}}}\n" for n, title in enumerate(TITLES))
    references = references_of(bib)
    assert references.bibliography.problems == references.problems == []
    shown = {title: words(references[f"k{n}"].html) for n, title in enumerate(TITLES)}
    assert shown == {title: f"A B. {text}{'' if text.endswith('!') else '.'} 1999." for title, text in TITLES.items()}
    assert "<em>in vivo</em>" in references["k7"].html, "italics stay italics"


def test_plain_field_has_no_latex(references_of: ReferencesOf) -> None:
    """As it is used outside the formatted reference, in notices and in the order of listings."""
    bib = r"@misc{a, author={M{\"u}ller, A}, year=1999, "
    bib += r"title={{5-HT} \textit{in vivo} of $\alpha$ at 5\% of 6% {\&} more}}"
    entry = references_of(bib).bibliography.entries["a"]
    assert entry.plain("title") == "5-HT in vivo of α at 5% of 6% & more"
    assert entry.short_names == "Müller"


def test_markup_in_entries_is_never_executable(references_of: ReferencesOf) -> None:
    """Scripts, pictures and links to scripts are shown as text or not at all."""
    references = references_of(
        r"""@misc{a, author={<script>alert(1)</script>}, year=1999, title={<img src=x onerror=alert(1)>},
          howpublished={<svg onload=alert(1)>}, note={<iframe src=x>}}
        @misc{b, author={A}, year=1999, title={\href{javascript:alert(1)}{One} \href{https://x.org/}{two}}}
        @misc{c, author={A}, year=1999, title={\includegraphics{/etc/passwd} \input{/etc/passwd} Three}}
        @misc{f, author={A}, year=1999, title={\textcolor{red}{Red} and \href{https://x.org/" onclick="f()}{x}}}
        @misc{d, author={A}, year=1999, title={Four}, url={javascript:alert(1)}}
        @misc{e, author={A}, year=1999, title={Five}, doi={10.1234/"><script>alert(1)</script>}}"""
    )
    everything = "".join(references[key].html for key in references)
    assert not {tag for tag in ("<script", "<img", "<svg", "<iframe", "javascript:", "root:") if tag in everything}
    assert "One" in everything and 'href="https://x.org/"' in everything and "Three" in everything
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in references["a"].html
    assert references["d"].links == ()
    assert all("<" not in url and '"' not in url for _, url in references["e"].links)
    assert [p.rule for p in check_entries(references.bibliography)] == ["bad-link"]


def test_entry_refused_by_pandoc_loses_no_other() -> None:
    """The rest is formatted, and the fault is named."""
    good = "@misc{w, author = {Good, Ann}, title = {A title}, year = {2020}}\n"
    works = (("one", good), ("odd", "@misc{w, title = {Odd}\n"), ("two", good))
    formatted, refused = _format(works, read_style(STYLE))
    assert [words(formatted[key]) for key in ("one", "two")] == ["Good A. A title. 2020."] * 2
    assert list(refused) == ["odd"] and "premature end of file" in refused["odd"]


def test_reference_links_come_from_identifiers(references_of: ReferencesOf) -> None:
    """DOI, PubMed, PubMed Central and arXiv; an address only where there is no DOI."""
    references = references_of(
        "@misc{a, author={A}, title={T}, year=1999, doi={10.1002/(SICI)1<1::AID>3.0.CO;2-#},\n"
        "  pmid={123}, pmcid={pmc45},\n"
        "  eprint={2411.19840}, archiveprefix={arXiv}, url={https://x.org/}}\n"
        "@misc{b, author={A}, title={T}, year=1999, url={http://www.x.org/a?b=1&c=2}}\n"
    )
    assert references["a"].links == (
        ("doi:10.1002/(SICI)1<1::AID>3.0.CO;2-#", "https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-%23"),
        ("PubMed 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("PMC45", "https://pmc.ncbi.nlm.nih.gov/articles/PMC45/"),
        ("arXiv:2411.19840", "https://arxiv.org/abs/2411.19840"),
    )
    assert references["b"].links == (("www.x.org", "http://www.x.org/a?b=1&c=2"),)


def test_links_are_not_invented_or_repeated(references_of: ReferencesOf) -> None:
    """A number of another archive is none of arXiv's; an address may be a number's once more."""
    references = references_of(
        "@misc{a, author={A}, title={T}, year=1999, eprint={1234.5678}, archiveprefix={philsci}}\n"
        "@misc{b, author={A}, title={T}, year=1999, archiveprefix={arXiv}, doi={10.1234/<XX>}}\n"
        "@misc{c, author={A}, title={T}, year=1999, pmid={123}, url={https://pubmed.ncbi.nlm.nih.gov/123}}\n"
        "@misc{e, author={A}, title={T}, year=1999, pmid={123}, url={https://pubmed.ncbi.nlm.nih.gov/123/}}\n"
        "@misc{d, author={A}, title={T}, year=1999, pmid={12a}, pmcid={123}, url={https://x.org/}}\n"
    )
    assert references["e"].links == references["c"].links
    assert [references[key].links for key in "abcd"] == [
        (), (("doi:10.1234/<XX>", "https://doi.org/10.1234/%3CXX%3E"),),
        (("PubMed 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),), (("x.org", "https://x.org/"),)]


def test_retraction_notice_is_shown_in_reference(references_of: ReferencesOf) -> None:
    """A correction too; a date that is none does not hide a retraction."""
    references = references_of(
        "@misc{a, author={A}, title={T}, year=1999, x-retracted={2024-02-03}}\n"
        "@misc{b, author={A}, title={T}, year=1999, x-retracted={yes}}\n"
        "@misc{c, author={A}, title={T}, year=1999, x-correction={Corrected in 2001--02.}}\n"
        "@misc{d, author={A}, title={T}, year=1999, x-concern={Its data -- all of it -- is doubted.}}\n" + GOOD
    )
    notices = [references[key].notice for key in ("a", "b", "c", "d", "good2020")]
    assert notices == ["Retracted on 3 February 2024", "Retracted", "Corrected in 2001–02",
                       "Its data – all of it – is doubted", None]
    assert [key for key in ("a", "b", "c", "d", "good2020") if references[key].corrected] == ["c"]


def test_notice_from_retraction_data_shows_its_date(read_bib: ReadBib) -> None:
    """Where the editors say it in their own words, these are shown."""
    bibliography = read_bib("".join(
        f"@misc{{{key}, author={{A}}, title={{T}}, year=1999, doi={{10.1234/{key}}}{more}}}\n"
        for key, more in (("a", ""), ("b", ""), ("c", ", x-concern={Ours.}"), ("d", ", x-correction={Ours too.}"))))
    natures = {"a": "Expression of concern", "b": "Correction", "c": "Expression of concern", "d": "Correction"}
    rows = [Notice("1", "T", nature, "2024-08-10", f"10.1234/{key}", "", "", "") for key, nature in natures.items()]
    references = References(bibliography, None, Snapshot(None, rows))
    assert [references[key].notice for key in "abcd"] == [
        "An expression of concern was published on 10 August 2024", "A correction was published on 10 August 2024",
        "Ours", "Ours too"]
    assert [key for key in "abcd" if references[key].corrected] == ["b", "d"]


def test_reference_without_style_is_its_title(read_bib: ReadBib) -> None:
    references = References(read_bib("@misc{a, author={A}, title={{T} \\& <b>}, year=1999}"), None)
    assert (references["a"].html, references.problems) == ("T &amp; &lt;b&gt;", [])


@pytest.mark.build
def test_format_cache_key_covers_every_input(read_bib: ReadBib, tmp_path: Path) -> None:
    """Each work as it is read and as it is formatted, and the style's manner: its entry, the macros and the style."""
    style, kept = tmp_path / "style.csl", tmp_path / "kept"
    style.write_bytes(STYLE.read_bytes())

    def format_and_count(content: str) -> tuple[str, int]:
        references = References(read_bib(content), style, cache_dir=kept)
        return words(references["good2020"].html), len(records(kept))

    macro = '@string{jn = "Roses"}\n' + GOOD.replace("year", "journal = jn, year")
    assert format_and_count(GOOD) == format_and_count(GOOD) == ("Good A. A title. 2020.", 3)
    assert format_and_count(GOOD.replace("A title", "Another")) == ("Good A. Another. 2020.", 5)
    assert format_and_count(macro) == ("Good A. A title. Roses. 2020.", 7)
    assert format_and_count(macro.replace("Roses", "Straw")) == ("Good A. A title. Straw. 2020.", 9)
    style.write_text(style.read_text(encoding="utf-8").replace("</style>", "<!-- edited --></style>"), encoding="utf-8")
    assert format_and_count(GOOD) == ("Good A. A title. 2020.", 11)
    assert format_and_count(GOOD + "\n@misc{other, author={A}, title={Other}, year=1999}\n") == (
        "Good A. A title. 2020.", 13), "the others are kept work by work"


@pytest.mark.build
def test_batches_of_works_are_formatted_as_all_at_once(
    read_bib: ReadBib, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With works of one author and year, and one that Pandoc refuses."""
    works = [GOOD, GOOD.replace("good2020", "again2020").replace("A title", "Another"),
             "@misc{bad, author={A}, title={\\begin{x}}, year=1999}\n", GOOD.replace("good2020", "third2020")]
    once = References(read_bib("".join(works)), STYLE, cache_dir=tmp_path / "once")
    monkeypatch.setattr("proofdesk.bibliography.pandoc.items._BATCH", 2)
    twice = References(read_bib("".join(works)), STYLE, cache_dir=tmp_path / "twice")
    assert [(once[key].html, once.fingerprint(key)) for key in once] == [
        (twice[key].html, twice.fingerprint(key)) for key in twice]
    assert once.problems == twice.problems


ZOTERO = r"""
@article{aday_long-term_2020,
	title = {Long-term effects of psychedelic drugs: {A} systematic review},
	volume = {113},
	issn = {0149-7634},
	shorttitle = {Long-term effects of psychedelic drugs},
	url = {https://www.sciencedirect.com/science/article/pii/S0149763419310802},
	doi = {10.1016/j.neubiorev.2020.03.017},
	abstract = {Some 5\% of \{braced\} text: “@article”.},
	language = {en},
	urldate = {2024-01-01},
	journal = {Neuroscience \& Biobehavioral Reviews},
	author = {Aday, Jacob S. and Mitzkovitz, Cayla M. and {UK Biobank} and de Vos, Cato M. H.},
	month = jun,
	year = {2020},
	pages = {179--189},
	file = {Full Text:C\:\\Users\\x\\Zotero\\storage\\a.pdf:application/pdf},
}
"""
JABREF = """% Encoding: UTF-8

@Article{Aday2020,
  author    = {Aday, J. S.},
  date      = {2020-06},
  title     = {Long-term effects},
  doi       = {10.1016/j.neubiorev.2020.03.017},
  groups    = {a},
  timestamp = {2024-01-01},
}

@Comment{jabref-meta: databaseType:bibtex;}

@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:a\\;0\\;1\\;\\;\\;\\;;
}
"""


def test_zotero_and_jabref_files_are_read_unchanged(references_of: ReferencesOf) -> None:
    """Fields that the site does not know do no harm."""
    zotero, jabref = references_of(ZOTERO), references_of(JABREF)
    assert zotero.bibliography.problems == zotero.problems == jabref.bibliography.problems == jabref.problems == []
    assert words(zotero["aday_long-term_2020"].html) == (
        "Aday JS, Mitzkovitz CM, UK Biobank, de Vos CMH. Long-term effects of psychedelic drugs: A systematic review. "
        "Neuroscience & Biobehavioral Reviews. 2020;113:179–189."
    )
    assert (list(jabref.keys()), jabref["Aday2020"].year) == (["Aday2020"], "2020")

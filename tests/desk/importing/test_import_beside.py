"""A bibliography beside a manuscript is used before anything is read from its words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from field_files import CALLA, odt
from manuscript_imports import import_content, import_file

pytestmark = pytest.mark.build

BIB = r"""
@string{roses = "Roses"}
@article{vos_2021, author = {Vos, Cato}, title = {Moss of \emph{Rosa} between stones}, journal = roses, year = 2021,
  file = {/home/cato/moss.pdf}, keywords = {moss, species:plant}}
@article{other1999, author = {Hazel, Jo}, title = {Leaves that nobody cites or lists}, year = 1999}
@book{listed2000, author = {Ravel, Mo}, title = {A book that only the list has}, year = 2000, publisher = {Garden}}
"""
RIS = "TY  - JOUR\nID  - ris1\nAU  - Hazel, Jo\nTI  - Leaves that fall in spring\nJO  - Roses\nPY  - 2018\nER  - \n"


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n---\n", 1)[1].split("\n") if line]


def test_keys_of_a_file_beside_are_cited(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "refs.ris").write_text(RIS, encoding="utf-8")
    (tmp_path / "beds.json").write_text(json.dumps([{"id": "csl1", **CALLA}]), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    (tmp_path / "broken.bib").write_text("@article{", encoding="utf-8")
    result = import_content(tmp_path, "beds.md", (
        "# Beds\n\nMoss [see @vos_2021, p. 3; @csl1], as @ris1 [p. 4] says. `[@vos_2021]` is code, @nobody is none."
        "\n\n## References\n\nRavel M. A book that only the list has. Garden, 2000.\n"))
    assert lines(result.text) == [
        "Moss [see @vos_2021, p. 3; @calla2020], as @hazel2018 [p. 4] says. `[@vos_2021]` is code, @nobody is none."]
    assert list(result.entries) == ["vos_2021", "calla2020", "hazel2018", "listed2000"]
    assert "It names no author" not in result.report
    assert result.entries["vos_2021"] == (
        "@article{vos_2021,\n  author = {Vos, Cato},\n  title = {Moss of \\emph{Rosa} between stones},\n"
        "  journal = {Roses},\n  year = {2021},\n  keywords = {species:plant, design:not-classified},\n"
        "  x-status = {unconfirmed}\n}\n")


def test_keys_typed_into_a_document_are_cited(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    name = "JABREF_vos_2021 CID_1 ab12"
    marked = f'<text:reference-mark-start text:name="{name}"/>[1]<text:reference-mark-end text:name="{name}"/>'
    unknown = marked.replace("vos_2021", "gone2020")
    result = import_file(odt(
        tmp_path, f"<text:p>Moss [see @vos_2021, p. 3], {marked} and {unknown}, says @vos_2021; mail to a@vos_2021.org "
        "or [@unknown2020].</text:p>"))
    assert lines(result.text) == [
        "Moss [see @vos_2021, p. 3], [@vos_2021] and ⟦\\[1\\]⟧, says @vos_2021; mail to a@vos\\_2021.org or "
        "\\[&#64;unknown2020\\]."]
    assert list(result.entries) == ["vos_2021"]


def test_unformatted_citations_are_of_works_beside(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    result = import_content(tmp_path, "beds.txt", (
        "Beds\n\nMoss grows {see \\Vos, 2021 #12@3;Hazel, 2020 #7}. Ferns grow { | Vos, (2021) | | |zu:0:AB12}.\n\n"
        "References\n\nHazel J. Ferns of the shade. Roses. 2020;1(2):3-4.\n"))
    assert lines(result.text) == ["Moss grows [see @vos_2021, p. 3] [@hazel2020]. Ferns grow [@vos_2021]."]
    assert list(result.entries) == ["vos_2021", "hazel2020"]
    assert ("2 citations were still to be formatted by EndNote or Zotero, as “{see \\Vos, 2021 #12@3;Hazel, 2020 #7}”: "
            "read by author and year") in " ".join(result.report.split())
    result = import_content(tmp_path, "beds.md", "Moss { see | Vos, (2021) | p. 3 | |zu:0:A} is { Vos, 2021 #12 }.\n")
    assert lines(result.text) == ["Moss [see @vos_2021, p. 3] is [@vos_2021]."]


@pytest.mark.parametrize(("name", "text"), [
    ("beds.qmd", '---\ntitle: Beds\nbibliography:\n  - "lit/refs.bib"\n---\n\nMoss [@vos_2021, p. 3].\n'),
    ("beds.tex", "\\section{Beds}\nMoss \\citep[p.~3]{vos_2021}.\n\\bibliography{lit/refs}\n"),
])
def test_file_that_a_manuscript_names_is_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "lit").mkdir()
    (tmp_path / "lit" / "refs.bib").write_text(BIB, encoding="utf-8")
    result = import_content(tmp_path, name, text)
    assert "Moss [@vos_2021, p. 3]." in result.text.replace("\u00a0", " ") and list(result.entries) == ["vos_2021"]

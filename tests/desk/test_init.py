"""``desk init``: five questions or options, all files of a site, and nothing overwritten."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from new_sites import MANIFEST, desk, new_site
from sites import ROOT, run, snapshot

from proofdesk.common.language import load_language
from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.content.site_data import SiteData
from proofdesk.desk.starting import shipped
from proofdesk.desk.starting.answers import Answers
from proofdesk.desk.starting.site_files import requirement_of, site_files

SOIL = ("--name", "Soil: “Notes”", "--topics", "Soil life, Compost", "--kinds", "faq,note,myth", "--no-help-lines")


@pytest.fixture(scope="module")
def soil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_site(tmp_path_factory.mktemp("init") / "soil", *SOIL)


def test_it_writes_a_whole_site(soil: Path) -> None:
    written = snapshot(soil)
    outside = {name for name in written if not name.startswith(("docs/", "hooks/blocks/", ".vscode/"))}
    assert outside == {
        ".github/workflows/site.yml", ".gitignore", MANIFEST, "README.md", "bibliography.bib", "constraints.txt",
        "hooks/events.py", "mkdocs.yml", "overrides/README.md", "requirements.txt", "site.yml"}
    assert {name for name in written if name.startswith("docs/")} == {
        "docs/index.md", "docs/about/index.md", "docs/articles/index.md", "docs/articles/how-to-read-a-review.md",
        "docs/myths/index.md", "docs/questions/index.md", "docs/references/index.md"}
    assert {name.split("/")[2] for name in written if name.startswith("hooks/blocks/")} == {"faq", "myth", "note"}
    assert {".vscode/settings.json", ".vscode/blocks.code-snippets"} <= written.keys()


def test_what_was_answered_stands_in_its_files(soil: Path) -> None:
    stated = yaml.safe_load((soil / "site.yml").read_text(encoding="utf-8"))
    assert stated["topics"] == {"soil-life": "Soil life", "compost": "Compost"}
    assert stated["help-lines"] == {"show": False} and stated["publisher"] == {"name": "Soil: “Notes”"}
    settings = (soil / "mkdocs.yml").read_text(encoding="utf-8")
    assert 'site_name: "Soil: “Notes”"' in settings and "- \"Myths\": myths/index.md" in settings
    assert "interventions" not in settings
    article = (soil / "docs/articles/how-to-read-a-review.md").read_text(encoding="utf-8")
    assert "published: 2026-11-22" in article and "- soil-life" in article
    assert "/// faq |" in article and "/// myth |" in article and "/// answer |" not in article
    assert "[[" not in article and "[%" not in article


def test_a_second_run_writes_nothing(soil: Path) -> None:
    before = snapshot(soil)
    again = desk(soil, "init")
    assert (again.exit_code, again.output) == (0, "Nothing to write: every file of the site is there.\n")
    assert snapshot(soil) == before


def test_a_further_kind_is_added_and_the_rest_is_kept(tmp_path: Path) -> None:
    root = new_site(tmp_path / "soil", *SOIL)
    (root / "README.md").write_text("Ours.\n", encoding="utf-8")
    (root / "hooks/blocks/note/note.css").unlink()
    more = desk(root, "init", "--kinds", "faq,note,myth,points")
    assert more.exit_code == 0
    assert "Kept README.md: it was there already, and is left as it is." in more.output.splitlines()
    assert (root / "README.md").read_text(encoding="utf-8") == "Ours.\n"
    assert (root / "hooks/blocks/points/points.py").is_file()
    assert not (root / "hooks/blocks/note/note.css").exists()  # somebody deleted it
    assert json.loads((root / MANIFEST).read_text(encoding="utf-8"))["answers"]["name"] == "Soil: “Notes”"


def test_a_page_that_was_deleted_stays_away(tmp_path: Path) -> None:
    """A new answer brings its own pages; another language brings none, as the pages that are there speak the first."""
    root = new_site(tmp_path / "soil", *SOIL, "--kinds", "faq")
    (root / "docs/articles/how-to-read-a-review.md").unlink()
    pages = {path for path in snapshot(root) if path.startswith("docs/")}
    more = desk(root, "init", "--kinds", "faq,myth")
    assert {path for path in snapshot(root) if path.startswith("docs/")} - pages == {"docs/myths/index.md"}
    assert "Then replace the sample" not in more.output
    pages = {path for path in snapshot(root) if path.startswith("docs/")}
    assert desk(root, "init", "--language", "fr").exit_code == 0
    assert {path for path in snapshot(root) if path.startswith("docs/")} == pages


def test_a_file_that_is_there_is_kept_and_named(tmp_path: Path) -> None:
    (tmp_path / "soil").mkdir()
    (tmp_path / "soil" / "site.yml").write_text("authors: [Jane Doe]\n", encoding="utf-8")
    made = desk(tmp_path, "init", "soil", *SOIL, "--yes")
    assert made.output.splitlines()[0] == "Kept site.yml: it was there already, and is left as it is."
    assert (tmp_path / "soil" / "site.yml").read_text(encoding="utf-8") == "authors: [Jane Doe]\n"
    # Whether the site builds is not known then.
    assert "builds as it is" not in made.output and "desk check` says whether what was kept fits" in made.output


def test_five_questions_are_asked_and_asked_again(tmp_path: Path) -> None:
    made = desk(tmp_path, "init", "soil", answers="Soil Notes\nxx\nen\nSoil, soil\nSoil, Compost\nfaq\ny\n")
    assert made.exit_code == 0, made.output
    assert "“xx” is no language that a site can begin in (known are: ar, de, en, es, fr; for another, " in made.output
    assert "the topics “Soil” and “soil” would have one address (take one out)" in made.output
    root = tmp_path / "soil"
    assert yaml.safe_load((root / "site.yml").read_text(encoding="utf-8"))["topics"] == {
        "soil": "Soil", "compost": "Compost"}
    assert (root / "safety.yml").is_file()


@pytest.mark.parametrize(("options", "told"), [
    (["--name", " ! "], "the site's name has no words"),
    (["--name", "x" * 81], "the site's name has 81 characters"),
    (["--topics", "!"], "“!” cannot be a topic, as it has no letter or digit"),
    (["--topics", ","], "a site needs a topic"),
    (["--kinds", "faqs"], "there is no kind of block “faqs” to begin with (did you mean “faq”?; your own goes into"),
    (["--address", "https://[x"], "“https://[x” is no address of a site (write it as https://example.org/ or"),
    (["--address", "https://exa mple.org/"], "“exa mple.org” is no name of a host (write it as in https://example.org"),
    (["--address", "https://example.org/?a=b"], "“https://example.org/?a=b” has “?a=b” at its end, which no address"),
    (["--address", "https://example.org/a/index.html"], "“/a/index.html” is the address of a page (take"),
    (["--address", "example.org"], "“example.org” is no address of a site (write it as https://example.org/ or"),
])
def test_a_faulty_option_is_told(options: list[str], told: str, tmp_path: Path) -> None:
    refused = desk(tmp_path, "init", "soil", "--yes", *options)
    assert refused.exit_code == 2 and refused.stderr.startswith(f"Error: {told}")
    assert not (tmp_path / "soil").exists()


def test_address_is_written_as_browsers_ask_for_it(tmp_path: Path) -> None:
    root = new_site(tmp_path / "soil", "--address", "https://example.org/our notes/böden")
    assert "https://example.org/our%20notes/b%C3%B6den/" in (root / "mkdocs.yml").read_text(encoding="utf-8")


def test_a_folder_inside_a_site_is_refused(soil: Path) -> None:
    refused = desk(soil / "docs", "init", "second", "--yes")
    assert refused.exit_code == 2
    assert refused.stderr == (
        f"Error: “{soil}/docs/second” is inside the site “{soil}”, whose commands and build would take one for the "
        "other (name a folder outside of it)\n")


def test_a_language_may_be_named_and_words_of_evidence_come_later(tmp_path: Path) -> None:
    root = new_site(tmp_path / "fluss", "--name", "Flüsse", "--language", "Deutsch", "--topics", "Auen; Fische")
    assert read_yaml((root / "site.yml").read_text(encoding="utf-8"))[1]["topics"] == {
        "auen": "Auen", "fische": "Fische"}
    told = desk(root, "init", ".", "--evidence", "fields").stdout.partition("write them into it:\n\n")[2]
    stated = SiteData.model_validate(read_yaml(told)[1])
    assert [kind.label for kind in stated.words_of_evidence.kinds] == ["Felder", "Töpfe und Kleinflächen", "Labor"]
    refused = desk(tmp_path, "init", "b", "--yes", "--evidence", "rivers")
    assert refused.exit_code == 2 and "there are no words of evidence “rivers” to begin with" in refused.stderr


def test_topics_of_any_alphabet_have_an_address(tmp_path: Path) -> None:
    root = new_site(tmp_path / "nawm", "--language", "ar", "--topics", "النوم، Topic 2، الأحلام، Schlafstörung")
    assert yaml.safe_load((root / "site.yml").read_text(encoding="utf-8"))["topics"] == {
        "topic-1": "النوم", "topic-2": "Topic 2", "topic-3": "الأحلام", "schlafstorung": "Schlafstörung"}


def test_german_topics_and_manuscripts_are_spelled_out(tmp_path: Path) -> None:
    """As the addresses of the pages that the site begins with, and of those that `desk new` writes."""
    root = new_site(tmp_path / "boden", "--language", "de", "--topics", "Böden, Kompost")
    assert [*yaml.safe_load((root / "site.yml").read_text(encoding="utf-8"))["topics"]] == ["boeden", "kompost"]
    (root / "text.md").write_text("# Über Gärten\n\nGärten wachsen.\n", encoding="utf-8")
    assert desk(root, "import", "text.md", "--offline").exit_code == 0
    assert (root / "docs/articles/ueber-gaerten.md").is_file()


def test_topics_that_yaml_reads_otherwise_stay_words(tmp_path: Path) -> None:
    root = new_site(tmp_path / "later", "--topics", "2050, No, 1e5")
    assert yaml.safe_load((root / "site.yml").read_text(encoding="utf-8"))["topics"] == {
        "2050": "2050", "no": "No", "1e5": "1e5"}
    assert "bad-" not in desk(root, "check").stdout


def test_site_speaks_its_language_without_own_words(tmp_path: Path) -> None:
    """Its words are the program's, so that an upgrade brings those of new texts."""
    root = new_site(tmp_path / "nawm", "--language", "ar")
    article = (root / "docs/articles/kayfa-taqra-murajaa.md").read_text(encoding="utf-8")
    assert "\nما نعرفه\n:   " in article and "What we know" not in article
    assert not (root / "locale").exists() and load_language("ar", root).gaps == []


@pytest.mark.parametrize(("language", "own"), [
    ("de", {"docs/articles/eine-uebersichtsarbeit-lesen.md", "docs/fragen/index.md", "docs/irrtuemer/index.md"}),
    ("fr", {"docs/articles/comment-lire-une-revue.md", "docs/questions/index.md", "docs/idees-recues/index.md"}),
    ("es", {"docs/articles/como-leer-una-revision.md", "docs/preguntas/index.md", "docs/mitos/index.md"}),
])
def test_addresses_are_in_the_language_of_the_site(language: str, own: set[str]) -> None:
    """What the program knows by its name is the same in every language."""
    pages = {path for path in site_files(Answers(name="A", language=language, topics={"a": "A"}, kinds=("faq", "myth")))
             if path.startswith("docs/")}
    assert pages == own | {"docs/index.md", "docs/about/index.md", "docs/articles/index.md", "docs/references/index.md"}


@pytest.mark.build
def test_site_of_its_first_page_alone_is_built(tmp_path: Path) -> None:
    """Somebody deletes all that they do not need: articles, lists, works."""
    root = new_site(tmp_path / "alone", "--kinds", "note")
    for folder in ("articles", "references", "about"):
        shutil.rmtree(root / "docs" / folder)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(re.sub(r"^  - .*/index\.md\n", "", settings, flags=re.M), encoding="utf-8")
    (root / "bibliography.bib").write_text("", encoding="utf-8")
    built = run(["build", "--strict"], root, root / "site")
    assert built.code == 0 and (built.folder / "search/filters.json").is_file(), built.output


def test_actions_are_those_that_are_kept_up_to_date() -> None:
    """Those of this repository's own workflows, which Dependabot proposes."""
    theirs = (shipped.STARTER / "files/dot-github/workflows/site.yml").read_text(encoding="utf-8")
    ours = "".join(file.read_text(encoding="utf-8") for file in (ROOT / ".github/workflows").glob("*.yml"))
    used = [line.partition("uses: ")[2].strip() for line in theirs.splitlines() if "uses: " in line]
    assert len(used) == 4 and [action for action in used if action not in ours] == []


def test_emergency_numbers_are_those_of_this_site() -> None:
    """Which somebody compares with their sources, twice a year at least."""
    written = site_files(Answers(name="Garden", topics={"soil": "Soil"}), "proofdesk")["safety.yml"].content
    ours, theirs = (read_yaml(text)[1] for text in (
        (ROOT / "safety.yml").read_text(encoding="utf-8"), written.decode("utf-8")))
    assert theirs and [line for line in theirs if line not in ours] == []


def test_pip_gets_what_was_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Installed:
        def __init__(self, stated: dict[str, object]) -> None:
            self.stated = stated

        def read_text(self, name: str) -> str:
            return json.dumps(self.stated)

    told = []
    for stated in ({"url": "https://example.org/p.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
                   {"url": "https://example.org/proofdesk-1.0.whl"}, {"url": "file:///home/jane/p"}, {}):
        monkeypatch.setattr("proofdesk.desk.starting.site_files.distribution", lambda name, it=stated: Installed(it))
        told.append(requirement_of("1.0"))
    assert told == ["proofdesk @ git+https://example.org/p.git@abc",
                    "proofdesk @ https://example.org/proofdesk-1.0.whl", "proofdesk==1.0", "proofdesk==1.0"]

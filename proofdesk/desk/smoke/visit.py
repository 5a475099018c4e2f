"""Open pages as a reader with a phone does, and report what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from proofdesk.common.problems import Problem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

PHONE = (360, 740)  # of CSS pixels, as many phones have
_PATIENCE = 30_000  # milliseconds for a page to open
ANSWER = 10_000  # milliseconds for what a reader asked a page for
# Parts of the results that are looked through: others may have the words of a short title oftener than its own page.
_LOOKS = 5
# Every page notes what its policy stopped.
_NOTE = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.__stopped ??= []).push(`${event.effectiveDirective}: ${event.blockedURI || "inline"}`);
});"""
_STOPPED = "window.__stopped ?? []"
# The page's width and the window's, and the first element that is too wide: text or a picture, not what contains it.
_WIDTHS = """() => {
  const room = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth;
  const fromRight = getComputedStyle(document.documentElement).direction === "rtl";
  const juts = ({ left, right }) => (fromRight ? left < -1 : right > room + 1);
  const widest = wide > room && [...document.body.querySelectorAll("*")].findLast((one) => one.checkVisibility() &&
    juts(one.getBoundingClientRect()));
  return [wide, room, widest ? `${widest.localName} “${widest.textContent.trim().slice(0, 40)}”` : ""];
}"""
_CITATION = """() => [...document.querySelectorAll("a.citation")].find((one) => one.checkVisibility()) ?? null"""
_HEADING = "document.querySelector('h1')?.innerText ?? ''"
_RELOAD = "open the page in a browser and look at its console (F12)"


class Visit:
    """A reader's visit to a site at ``root``, an address with a slash at its end."""

    def __init__(self, browser: Browser, root: str, name_of: Callable[[str], str]) -> None:
        """Begin with an empty browser. ``name_of`` returns the file of a page, as problems print it."""
        self._root, self._name_of = root, name_of
        self._origin = "/".join(root.split("/", 3)[:3]) + "/"
        self._at = ""
        self._found: dict[Problem, None] = {}
        self._running: set[Request] = set()
        width, height = PHONE
        self._context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce",
                                            has_touch=True, is_mobile=True)
        self._context.set_default_timeout(_PATIENCE)
        self._context.add_init_script(_NOTE)
        self._page = self._context.new_page()
        self._listen(self._page)

    @property
    def problems(self) -> list[Problem]:
        """Return what has gone wrong so far, each once, in the order of the pages' files."""
        return sorted(self._found)

    def open_each(self, addresses: Sequence[str], done: Callable[[], None]) -> Mapping[str, str]:
        """Open pages one by one, and return the headings of those that cite a work, by address."""
        cited: dict[str, str] = {}
        for address in addresses:
            self._open(address)
            wide, room, widest = self._page.evaluate(_WIDTHS)
            if wide > room:
                self._report("sideways-scroll", f"the page is {wide} pixels wide on a phone of {room}: {widest}",
                             "break the long word or address, or make the table or picture narrower")
            if self._page.evaluate(f"({_CITATION})() !== null"):
                cited[address] = self._page.evaluate(_HEADING)
            self._note_stopped()
            done()
        return cited

    def search(self, title: str, address: str) -> None:
        """Search for a page by its title, from the first page, and report if it is not found."""
        self._open("")
        self._try(lambda: self._find(title, address), "search-fails",
                  f"searching for “{title}” does not lead to its page",
                  "see whether the site's files came with the page: assets/search.js, assets/search-engine.js, search/")

    def _find(self, title: str, address: str) -> None:
        self._page.locator(".search-open").click(timeout=ANSWER)
        self._page.locator("#search-words").fill(title, timeout=ANSWER)
        found = self._page.locator("#search .search__link")
        more, shown = self._page.locator("#search .search__more"), 0
        for _ in range(_LOOKS):
            found.nth(shown).wait_for(timeout=ANSWER)
            links = found.evaluate_all("links => links.map((link) => link.href)")
            if self._root + address in {urldefrag(link.partition("?")[0]).url for link in links}:
                return
            shown = len(links)
            if not more.is_visible():
                break
            more.click(timeout=ANSWER)
        raise ValueError(f"found: {', '.join(link.removeprefix(self._root) for link in links[:3])}")

    def open_citation(self, address: str) -> None:
        """Tap the first citation of a page, and report if its work is not shown."""
        self._open(address)
        self._try(self._tap, "citation-fails", "tapping the first citation does not show the work that it cites",
                  "see whether assets/references.js came with the page")

    def _tap(self) -> None:
        citation = self._page.evaluate_handle(_CITATION).as_element()
        if citation is None:
            raise ValueError("it cites nothing")
        citation.scroll_into_view_if_needed(timeout=ANSWER)
        citation.tap(timeout=ANSWER)
        shown = self._page.locator(".in-place")
        shown.wait_for(timeout=ANSWER)
        if not shown.inner_text().strip():
            raise ValueError("what opens is empty")

    def _open(self, address: str) -> None:
        from playwright.sync_api import Error

        self._at = address
        try:
            self._page.goto(self._root + address, wait_until="load")
            if self._running:  # what the page's programs ask for: the next page would stop it before its answer
                self._page.wait_for_load_state("networkidle")
        except Error as error:
            self._report("page-error", f"the page does not open: {_first_line(error)}", _RELOAD)

    def _try(self, action: Callable[[], None], rule: str, message: str, remedy: str) -> None:
        from playwright.sync_api import Error

        try:
            action()
        except (Error, ValueError) as error:
            self._report(rule, f"{message} ({_first_line(error)})", remedy)
        self._note_stopped()

    def _listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._report("page-error", f"a program of the page fails: "
                                                        f"{_first_line(error)}", _RELOAD))
        page.on("request", self._see_request)
        page.on("requestfinished", lambda request: self._running.discard(request))
        page.on("requestfailed", self._see_failure)
        page.on("response", self._see_response)

    def _hear(self, said: ConsoleMessage) -> None:
        # Told by the policy's own event and by the response, with more words.
        told = "Content Security Policy" in said.text or said.text.startswith("Failed to load resource")
        if said.type == "error" and not told:
            self._report("page-error", f"the browser reports: {said.text}", _RELOAD)

    def _see_request(self, request: Request) -> None:
        self._running.add(request)
        if not self._is_own(request.url):
            self._report("foreign-request", f"the page asks another site for “{request.url}”",
                         "put the file into the site, so that no other site learns who reads it")

    def _see_failure(self, request: Request) -> None:
        self._running.discard(request)
        # A request that is given up because the next page opens is no failure.
        if self._is_own(request.url) and request.failure != "net::ERR_ABORTED":
            self._report("page-error", f"“{self._within(request.url)}” cannot be loaded: {request.failure}", _RELOAD)

    def _see_response(self, response: Response) -> None:
        if response.status >= 400 and self._is_own(response.url):
            self._report("page-error", f"“{self._within(response.url)}” is answered with {response.status}",
                         "see whether the file is in the site, and whether its name is right")

    def _note_stopped(self) -> None:
        for what in self._page.evaluate(_STOPPED):
            self._report("blocked-by-policy", f"the page's policy stops {what}",
                         "take out what the page must not hold or load, as the policy allows files of the site alone")

    def _is_own(self, url: str) -> bool:
        return url.startswith((self._origin, "data:", f"blob:{self._origin}", "about:"))

    def _within(self, url: str) -> str:
        return url.removeprefix(self._root)

    def _report(self, rule: str, message: str, remedy: str) -> None:
        self._found[Problem(self._name_of(self._at), 1, 1, rule, message, remedy)] = None


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0]

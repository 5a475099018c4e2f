"""A browser whose contexts and pages are used again: what a visitor leaves is taken away, and the processes are kept.

A new context costs a second of processor time, because its processes begin with nothing. A new page in one that is
there costs a third of that, since the browser opens a window for it; the next address in a page costs a tenth.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

# The most contexts that wait for the next test with their options; each has a process.
_MOST = 6
# What a context or a page is given, and Playwright takes away again.
_LENT = ("add_init_script", "route")
# What a context keeps for its later pages, and nobody can take away.
_LASTING = ("expose_function", "expose_binding", "grant_permissions", "set_offline", "set_geolocation",
            "set_extra_http_headers", "on")
# The same of a page.
_LASTING_OF_PAGE = ("expose_function", "expose_binding", "set_extra_http_headers", "set_default_timeout",
                    "set_default_navigation_timeout")
# What any page can be told, and is told anew for each visitor; a context has nothing of it. These are Playwright's own.
_LOOK: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}, "color_scheme": "light",
                         "reduced_motion": "no-preference", "forced_colors": "none"}
_STORES = "() => { localStorage.clear(); sessionStorage.clear(); }"


class Visitors:
    """Stands for a browser: each context that it gives is of somebody who has never been here.

    Only the store of files is not empty, as after a visit of another site on the same host.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: OrderedDict[str, _Visitor] = OrderedDict()

    def new_context(self, *, stopped_clock: bool = False, **options: Any) -> BrowserContext:
        """A context with these options, whose clock may stand still until a test moves it."""
        look = {name: options.pop(name, usual) for name, usual in _LOOK.items()}
        wanted = repr((stopped_clock, sorted(options.items())))
        visitor = self._idle.pop(wanted, None)
        if visitor is None:
            context = self._browser.new_context(**options)
            if stopped_clock:
                context.clock.install()
            visitor = _Visitor(context, lambda: self._take_back(wanted, visitor))
        visitor.look = look
        return visitor.context

    def new_page(self, **options: Any) -> Page:
        """A page in a context of its own, which ends with it."""
        context = self.new_context(**options)
        page = context.new_page()
        page.close = context.close  # type: ignore[method-assign]
        return page

    def _take_back(self, wanted: str, visitor: _Visitor | None) -> None:
        assert visitor
        if wanted in self._idle or not visitor.leave():
            visitor.end()
            return
        self._idle[wanted] = visitor
        if len(self._idle) > _MOST:
            self._idle.popitem(last=False)[1].end()


class _Lender:
    """Knows what somebody is given by the methods of a context or a page, to take it away."""

    def __init__(self, of: Any) -> None:
        self._lent: list[Any] = []
        for name in _LENT:
            setattr(of, name, self._noting(getattr(of, name)))

    def _noting(self, method: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self._lent.append(method(*given, **named))
            return self._lent[-1]
        return call

    def take_away(self) -> None:
        while self._lent:
            self._lent.pop().close()


class _Visitor:
    """A context, and whether it is as it was made. To close it is to give it back."""

    def __init__(self, context: BrowserContext, give_back: Any) -> None:
        self.context, self.end = context, context.close
        self.look = _LOOK
        self._is_changed = self._is_leaving = False
        self._opened: dict[Page, _Opened] = {}
        self._idle: _Opened | None = None
        self._new_page, self._new_cdp_session = context.new_page, context.new_cdp_session
        self._lender = _Lender(context)
        context.on("page", self._meet)
        for name in _LASTING:
            setattr(context, name, self._noted(getattr(context, name)))
        context.new_page, context.new_cdp_session = self._open, self._look_into  # type: ignore[method-assign]
        context.close = give_back

    def _meet(self, page: Page) -> None:
        """Know a page from its beginning, whoever opens it."""
        page.on("close", self._forget)
        self._opened[page] = _Opened(page)

    def _forget(self, page: Page) -> None:
        """Note that a page is gone; of one that a test closed, nobody knows what it stored."""
        self._opened.pop(page, None)
        self._is_changed = self._is_changed or not self._is_leaving

    def _open(self) -> Page:
        opened = self._idle or self._opened[self._new_page()]
        self._idle = None
        opened.dress(self.look)
        return opened.page

    def _look_into(self, page: Any) -> Any:
        """Start a session of the browser's own protocol, by which anything may be changed in the page."""
        self._opened[page].is_changed = True
        return self._new_cdp_session(page)

    def _noted(self, method: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self._is_changed = True
            return method(*given, **named)
        return call

    def leave(self) -> bool:
        """Keep one page, close the others, and take away what they stored. Whether the next visitor finds nothing."""
        if self._is_changed:
            return False
        self._is_leaving = True
        try:
            self._lender.take_away()
            for opened in [*self._opened.values()]:
                if opened is self._idle:
                    continue
                if opened.empty() and not self._idle:
                    self._idle = opened
                else:
                    opened.end()
            self.context.clear_cookies()
        except Error:
            return False
        finally:
            self._is_leaving = False
        return True


class _Opened:
    """A page, and whether it is as it was opened."""

    def __init__(self, page: Page) -> None:
        self.page, self.end, self.is_changed = page, page.close, False
        self._emulate, self._look = page.emulate_media, {**_LOOK}
        self._listeners: list[tuple[Any, Any]] = []
        self._lender = _Lender(page)
        for name in _LASTING_OF_PAGE:
            setattr(page, name, self._noted(getattr(page, name)))
        page.on, page.once = self._listen(page.on), self._listen(page.once)  # type: ignore[method-assign]
        page.emulate_media = self._told  # type: ignore[method-assign]

    def dress(self, look: dict[str, Any]) -> None:
        """Give the page a visitor's window and settings."""
        self.page.close = self.end  # type: ignore[method-assign]
        settings = {name: value for name, value in look.items() if name != "viewport"}
        if look != self._look:
            self._emulate(media="null", **settings)
            self._look = look
        if self.page.viewport_size != look["viewport"]:
            self.page.set_viewport_size(look["viewport"])

    def _told(self, **settings: Any) -> None:
        """Change what the page is told, which the next visitor does not want."""
        self._look = {}
        self._emulate(**settings)

    def _listen(self, method: Any) -> Any:
        def call(event: Any, told: Any) -> None:
            self._listeners.append((event, told))
            method(event, told)
        return call

    def _noted(self, method: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self.is_changed = True
            return method(*given, **named)
        return call

    def empty(self) -> bool:
        """Take away what the page stored and who listens to it. Whether it is as it was opened."""
        if not self.page.url.startswith(("about:", "data:", "chrome-error:")):
            self.page.evaluate(_STORES)
        if self.is_changed:
            return False
        self._lender.take_away()
        for event, told in self._listeners:
            self.page.remove_listener(event, told)
        self._listeners.clear()
        self.page.goto("about:blank")
        self.page.mouse.move(-1, -1)
        return True

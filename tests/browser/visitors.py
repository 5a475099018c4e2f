"""A browser whose contexts are used again: what a visitor leaves is taken away, and the processes are kept.

A new context costs a second of processor time, because its processes begin with nothing. A page in one that is there
costs a third of that.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

# The most contexts that wait for the next test with their options; each has a process.
_MOST = 6
# What a context keeps for its later pages, and nobody can take away.
_LASTING = ("add_init_script", "expose_function", "expose_binding", "route", "grant_permissions", "set_offline",
            "set_geolocation", "set_extra_http_headers", "on")
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
        wanted = repr((stopped_clock, sorted(options.items())))
        visitor = self._idle.pop(wanted, None)
        if visitor is None:
            context = self._browser.new_context(**options)
            if stopped_clock:
                context.clock.install()
            visitor = _Visitor(context, lambda: self._take_back(wanted, visitor))
        return visitor.context

    def new_page(self, **options: Any) -> Page:
        """A page in a context of its own, which ends with it."""
        return self._browser.new_page(**options)

    def _take_back(self, wanted: str, visitor: _Visitor | None) -> None:
        assert visitor
        if wanted in self._idle or not visitor.leave():
            visitor.end()
            return
        self._idle[wanted] = visitor
        if len(self._idle) > _MOST:
            self._idle.popitem(last=False)[1].end()


class _Visitor:
    """A context, and whether it is as it was made. To close it is to give it back."""

    def __init__(self, context: BrowserContext, give_back: Any) -> None:
        self.context, self.end = context, context.close
        self._is_changed = self._is_leaving = False
        context.on("page", lambda page: page.on("close", lambda _: self._change()))
        for name in _LASTING:
            setattr(context, name, self._noted(getattr(context, name)))
        context.close = give_back

    def _change(self) -> None:
        """Note what cannot be taken away; of a page that a test closed, nobody knows what it stored."""
        self._is_changed = self._is_changed or not self._is_leaving

    def _noted(self, method: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self._change()
            return method(*given, **named)
        return call

    def leave(self) -> bool:
        """Close the pages and take away what they stored. Whether all of it could be."""
        if self._is_changed:
            return False
        self._is_leaving = True
        try:
            for page in self.context.pages:
                if page.url.startswith("http"):
                    page.evaluate(_STORES)
                page.close()
            self.context.clear_cookies()
        except Error:
            return False
        finally:
            self._is_leaving = False
        return True

"""Drive one page through MkDocs' events, as a whole build does."""

from __future__ import annotations

from mkdocs.commands.build import get_context
from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.build.state import Build


def convert(build: Build, page: MkDocsPage) -> None:
    """A page through the events that MkDocs has for one, up to its HTML."""
    config, files = build.config, build.files
    config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    page.render(config, files)
    page.content = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)


def render_page(build: Build, page: MkDocsPage) -> str:
    """A page through the events that MkDocs has for one, from its HTML to what is published."""
    config = build.config
    page.active = True
    context = get_context(build.nav, build.files.documentation_pages(), config, page)
    template = build.env.get_template(page.meta.get("template", "main.html"))
    context = config.plugins.on_page_context(context, page=page, config=config, nav=build.nav)
    html = config.plugins.on_post_page(template.render(context), page=page, config=config)
    page.active = False
    return html

"""Version 1 of the renderer: CommonMark without raw HTML. Revisions of that time are verified by it."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from forum.text.rendering.addresses import linkable
from forum.text.rendering.version_1_rules import asterisks, links_for_addresses, links_for_images


def parser(most_nesting: int) -> MarkdownIt:
    """CommonMark without raw HTML, and without the rules that surprise people who don't know Markdown.

    Off: indented code and underlined headings (indents and rows of dashes are common in plain
    posts), and reference definitions, which would vanish from the page.
    """
    options = {"html": False, "breaks": True, "maxNesting": most_nesting, "xhtmlOut": False}
    made = MarkdownIt("commonmark", options)
    made.disable(["html_block", "html_inline", "code", "lheading", "reference"])
    made.inline.ruler.at("emphasis", asterisks)
    made.core.ruler.push("headings", demote_headings)
    made.core.ruler.push("images", links_for_images)
    made.core.ruler.push("addresses", links_for_addresses)
    made.validateLink = linkable  # type: ignore[assignment]
    return made


def demote_headings(state: StateCore) -> None:
    """Begin headings at h4, since the page itself uses h1 to h3."""
    for token in state.tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"

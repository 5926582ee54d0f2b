"""Version 2 of the renderer: what was typed is shown as it was typed, unless formatting was clearly asked for."""

from markdown_it import MarkdownIt

from forum.text.rendering import blocks, emphasis, links
from forum.text.rendering.addresses import linkable
from forum.text.rendering.version_1 import demote_headings

CONTAINERS = ["paragraph", "reference", "blockquote"]
BLOCKS = {
    "fence": (blocks.fences, [*CONTAINERS, "list"]),
    "blockquote": (blocks.quotes, [*CONTAINERS, "list"]),
    "hr": (blocks.rules, [*CONTAINERS, "list"]),
    "list": (blocks.lists, CONTAINERS),
    "heading": (blocks.headings, CONTAINERS),
    "paragraph": (blocks.paragraphs, []),
}
# Signs that would vanish from the page: &lt; and \\_ are shown as they were typed, <http://a.cn> with its brackets.
OFF = ["html_block", "html_inline", "code", "lheading", "reference", "entity", "escape", "autolink"]


def parser(most_nesting: int) -> MarkdownIt:
    """Markdown of which only what cannot be meant otherwise is formatting."""
    options = {"html": False, "breaks": True, "maxNesting": most_nesting, "xhtmlOut": False}
    made = MarkdownIt("commonmark", options)
    made.disable(OFF)
    for name, (rule, ended) in BLOCKS.items():
        made.block.ruler.at(name, rule, {"alt": ended})
    made.inline.ruler.at("emphasis", emphasis.delimiters)
    made.inline.ruler.at("backticks", emphasis.code)
    made.inline.ruler.before("link", "bbcode", links.bbcode)
    made.inline.ruler2.at("balance_pairs", emphasis.pair)
    made.inline.ruler2.disable("emphasis")
    made.core.ruler.push("headings", demote_headings)
    made.core.ruler.push("images", links.links_for_images)
    made.core.ruler.push("hosts", links.show_other_hosts)
    made.core.ruler.push("addresses", links.links_for_addresses)
    made.validateLink = linkable  # type: ignore[assignment]
    return made

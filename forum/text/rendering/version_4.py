"""Version 4 of the renderer: as 2 and 3, and a name behind an @ is a link."""

from markdown_it import MarkdownIt

from forum.text.rendering import version_2
from forum.text.rendering.mentions import link_mentions


def parser(most_nesting: int) -> MarkdownIt:
    """The parser of version 2 with links for mentions."""
    made = version_2.parser(most_nesting)
    made.core.ruler.push("mentions", link_mentions)
    return made

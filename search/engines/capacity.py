"""From how many posts on another engine serves better than the one in use; measured in docs/search.md."""

from forum.messages import M, Message
from search.engines.base import Engine

COMFORTABLE = {"whoosh": 50_000}  # posts; the other engines have no such bound that was measured


def outgrown(engine: Engine) -> Message | None:
    """What an administrator should know when the index holds more posts than its engine searches fast; None otherwise."""
    most, posts = COMFORTABLE.get(engine.name), engine.info().documents
    if most is None or posts <= most:
        return None
    return M(
        "索引里有 %(posts)s 个帖子，%(engine)s 适合不超过 %(most)s 个："
        "请改用 WENQU_SEARCH=tantivy，数据库是 PostgreSQL 时也可以用 WENQU_SEARCH=postgres。",
        posts=posts,
        engine=engine.name,
        most=most,
    )

"""The search engines, whoosh, tantivy and PostgreSQL, and which one the settings choose.

All fit the Protocol in `base` and are held to one contract by `tests/search/engines/test_contract.py`.
"""

from forum.config import setting_error
from forum.messages import M
from search.engines.whoosh import Whoosh


def engine_of(settings):
    """The engine that `settings` name; SettingsError when what it needs is not installed."""
    return ENGINES[settings.search](settings)


def _whoosh(settings):
    return Whoosh(settings.data / "search")


def _tantivy(settings):
    try:
        from search.engines.tantivy import Tantivy
    except ModuleNotFoundError:
        raise setting_error(
            "WENQU_SEARCH", "'tantivy'", M("已安装的引擎；请先 pip install wenqu[search-fast]")
        ) from None
    return Tantivy(settings.data / "search")


def _postgres(settings):
    from search.engines.postgres import Postgres

    return Postgres()


ENGINES = {"whoosh": _whoosh, "tantivy": _tantivy, "postgres": _postgres}

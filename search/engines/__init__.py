"""The search engines whoosh, tantivy and PostgreSQL, and the choice among them by the settings.

All implement the Protocol in `base`, which `tests/search/engines/test_contract.py` tests for each.
"""

from collections.abc import Callable

from forum.config import Settings, setting_error
from forum.messages import M
from search.engines.base import Engine
from search.engines.whoosh import Whoosh


def engine_of(settings: Settings) -> Engine:
    """The engine that `settings` name; raises SettingsError when its library is not installed."""
    return ENGINES[settings.search](settings)


def _whoosh(settings: Settings) -> Engine:
    return Whoosh(settings.data / "search")


def _tantivy(settings: Settings) -> Engine:
    try:
        from search.engines.tantivy import Tantivy
    except ModuleNotFoundError:
        raise setting_error(
            "WENQU_SEARCH", "'tantivy'", M("已安装的引擎；请先 pip install wenqu[search-fast]")
        ) from None
    return Tantivy(settings.data / "search")


def _postgres(settings: Settings) -> Engine:
    from search.engines.postgres import Postgres

    return Postgres()


ENGINES: dict[str, Callable[[Settings], Engine]] = {"whoosh": _whoosh, "tantivy": _tantivy, "postgres": _postgres}

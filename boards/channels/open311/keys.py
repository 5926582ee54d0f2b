"""The API keys of the apps that may send, from WENQU_CHANNELS; a wrong one is counted, a missing configuration is said."""

import hmac
from datetime import datetime

from forum.accounts.limits import enforce_limit
from forum.channel_settings import Channels
from forum.messages import M
from forum.problems import Forbidden


def app_of(key: str, channels: Channels, network: str | None, now: datetime, limited: bool) -> str:
    """The name of the app with this key; raises Forbidden, and TooMany for too many wrong keys from one network."""
    if not channels.open311_keys:
        raise Forbidden(M("本站没有开通 Open311 提交：还没有设置任何 api_key。"))
    if not key:
        raise Forbidden(M("缺少 api_key。"))
    matching = [name for known, name in channels.open311_keys.items() if _same(known, key)]
    if not matching:
        enforce_limit("open311-key", network, now, limited)
        raise Forbidden(M("api_key 不对。"))
    return matching[0]


def _same(known: str, key: str) -> bool:
    return hmac.compare_digest(known.encode(), key.encode())

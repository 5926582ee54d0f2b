"""The access token of a channel: one for all processes, kept encrypted, and refreshed by one of them at a time."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from boards.channels.gateways.models import ChannelToken
from forum.private import Encryptor
from forum.store import db

log = logging.getLogger(__name__)

EARLY = timedelta(minutes=5)  # before its end a token is refreshed: WeChat lets the old one live about that long
CLAIM = timedelta(seconds=30)  # how long a refresh may take before another process tries
TRIES, PAUSE = 20, 0.25  # how often, and every how many seconds, to look for a token that another process fetches

Fetch = Callable[[], tuple[str, int]]  # (token, seconds that it lives) from the channel


class NoTokenError(Exception):
    """Another process was to fetch the token, and there is none yet."""


class Tokens:
    """The token of `channel`; `fetch` gets a new one, which ends the old one."""

    def __init__(self, channel: str, fetch: Fetch, encryptor: Encryptor) -> None:
        self.channel, self.fetch, self.encryptor = channel, fetch, encryptor

    def get(self, now: datetime) -> str:
        """The token; raises NoTokenError, and what `fetch` raises."""
        for _ in range(TRIES):
            row = self._row()
            if row and row.sealed and row.expires_at > now + EARLY:
                return self.encryptor.decrypt(row.sealed, self._purpose())
            if self._claim(now):
                return self._refresh(now)
            if row and row.sealed and row.expires_at > now:
                return self.encryptor.decrypt(row.sealed, self._purpose())
            time.sleep(PAUSE)
        raise NoTokenError("another process is fetching the token")

    def drop(self, token: str) -> None:
        """Forget `token`, which the channel refuses; one that was fetched in the meantime stays."""
        with db.write():
            row = self._row()
            if row and row.sealed and self.encryptor.decrypt(row.sealed, self._purpose()) == token:
                ChannelToken.update(sealed=None, expires_at=None).where(ChannelToken.id == row.id).execute()

    def _row(self) -> ChannelToken | None:
        return ChannelToken.get_or_none(ChannelToken.channel == self.channel)

    def _claim(self, now: datetime) -> bool:
        with db.write():
            if self._row() is None:
                ChannelToken.insert(channel=self.channel).execute()
            free = ChannelToken.claimed_until.is_null() | (ChannelToken.claimed_until < now)
            old = ChannelToken.sealed.is_null() | (ChannelToken.expires_at <= now + EARLY)
            claimed = ChannelToken.update(claimed_until=now + CLAIM).where(
                ChannelToken.channel == self.channel, free, old
            )
            return bool(claimed.execute())

    def _refresh(self, now: datetime) -> str:
        try:
            token, lasts = self.fetch()
        except Exception:
            self._put(claimed_until=None)
            raise
        sealed = self.encryptor.encrypt(token, self._purpose())
        self._put(sealed=sealed, expires_at=now + timedelta(seconds=lasts), claimed_until=None)
        return token

    def _put(self, **columns: object) -> None:
        with db.write():
            ChannelToken.update(**columns).where(ChannelToken.channel == self.channel).execute()

    def _purpose(self) -> str:
        return f"channel_token/sealed/{self.channel}"

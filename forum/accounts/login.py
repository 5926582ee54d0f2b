"""Flask-Login with server-side sessions: the cookie contains only a random key."""

from flask import Flask, g
from flask_login import LoginManager, UserMixin

from forum.accounts.queries import actor_of_session
from forum.roles import GUEST, Actor
from forum.wenqu import wenqu


class User(UserMixin):
    """Flask-Login's user: its id is the session's key, not the account's id."""

    def __init__(self, key: str, actor: Actor) -> None:
        self.key = key
        self.actor = actor

    def get_id(self) -> str:
        return self.key


class Guest:
    """Flask-Login's anonymous user."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    actor = GUEST
    key = None

    def get_id(self) -> None:
        return None


def install(app: Flask) -> None:
    """Install Flask-Login's LoginManager."""
    manager = LoginManager(app)
    manager.session_protection = None  # the session's row decides, not the client's address and user agent
    manager.anonymous_user = Guest
    manager.user_loader(_load)


def _load(key: str) -> User | None:
    required = wenqu().settings.second_factor_required
    actor = actor_of_session(key, g.now, required)
    if actor is None:
        return None
    wenqu().seen.add(actor.session, g.now.astimezone(wenqu().settings.timezone).date())
    return User(key, actor)

"""Flask-Login over server-side sessions: the cookie holds a random key and nothing else."""

from flask import g
from flask_login import LoginManager, UserMixin

from forum.accounts.queries import actor_of_session
from forum.roles import GUEST
from forum.wenqu import wenqu


class User(UserMixin):
    """What Flask-Login remembers of a signed-in actor; its id is the session's key, not the account's."""

    def __init__(self, key, actor):
        self.key = key
        self.actor = actor

    def get_id(self):
        return self.key


class Guest:
    """Flask-Login's anonymous user."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    actor = GUEST
    key = None

    def get_id(self):
        return None


def install(app):
    """Give the app its login manager."""
    manager = LoginManager(app)
    manager.session_protection = None  # the server's own session row decides, not address and browser
    manager.anonymous_user = Guest
    manager.user_loader(_load)


def _load(key):
    required = wenqu().settings.second_factor_required
    actor = actor_of_session(key, g.now, required)
    return actor and User(key, actor)

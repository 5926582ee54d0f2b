"""The application and who comes to it; its databases and the cast stand in stage/, a city of secrets in walk/."""

import threading
from datetime import timedelta

import hypothesis
import pytest
from argon2 import PasswordHasher
from stage_clients import FormClient

from forum.accounts import passwords
from forum.accounts.models import Account, Session, Token
from forum.accounts.queries import key_hash
from forum.config import from_environ
from forum.store import db

pytest_plugins = ("stage_people", "stage_databases", "stage_pages", "stage_mail", "walk_city")

# A busy machine is no failure: examples may take their time to be made and to be tried.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    """Passwords are hashed as always, but in less memory: no test guards a real one."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture
def settings(database_url, tmp_path):
    return from_environ(
        {
            "WENQU_DATA": str(tmp_path / "data"),
            "WENQU_DATABASE": database_url,
            "WENQU_SECOND_FACTOR": "optional",
            "WENQU_RATE_LIMITS": "off",
        }
    )


@pytest.fixture(scope="session")
def as_assembled():
    """as_assembled(settings): the application before it has a database, each time as if it had just been made.

    Two hundred addresses and ninety templates are compiled once for all tests; what an application gathers
    afterwards (vars, configuration, extensions) is thrown away.
    """
    from forum.app import app_without_database

    made = {}

    def anew(settings):
        key = settings.url, settings.timezone, settings.trusted_proxies, settings.map_tiles
        if key not in made:
            app = app_without_database(settings)
            made[key] = app, dict(vars(app)), dict(app.config), dict(app.extensions)
        app, held, config, extensions = made[key]
        vars(app).clear()
        vars(app).update(held)
        for kept, first in ((app.config, config), (app.extensions, extensions)):
            kept.clear()
            kept.update(first)
        return app

    return anew


@pytest.fixture
def app(settings, clock, database, as_assembled):
    """The application; its test clients send the tokens of forms by themselves (stage/stage_clients.py)."""
    from forum.app import connect_app

    made = connect_app(as_assembled(settings), settings, clock)
    made.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    made.test_client_class = FormClient
    yield made
    db.database.close_all()


@pytest.fixture
def site(app):
    """The address of the application, served by waitress on this machine."""
    from waitress.server import create_server

    served = {}
    server = create_server(app, host="127.0.0.1", port=0, threads=2, map=served)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    # Closed by the thread that waits for them: one that waits for a socket closed elsewhere fails.
    server.trigger.pull_trigger(lambda: server.asyncore.close_all(served, ignore_all=True))
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def client_of(app, clock):
    """A browser in which an actor is signed in: client_of(cast.asker); a guest's has no session."""

    def client(actor):
        browser = app.test_client()
        if actor.signed_in:
            key = f"session of {actor.username}"
            if not Session.get_or_none(Session.key_hash == key_hash(key)):
                expires = clock.now().replace(year=clock.now().year + 50)
                Session.create(
                    key_hash=key_hash(key),
                    account=Account.get_by_id(actor.account),
                    created_at=clock.now(),
                    expires_at=expires,
                    second_factor=True,
                )
            with browser.session_transaction() as session:
                session["_user_id"] = key
        return browser

    return client


@pytest.fixture
def api_of(app, clock):
    """A program that calls the API with an actor's token: api_of(cast.asker).get("/boards"); a guest's has none."""

    def caller(actor):
        return _Caller(app.test_client(), _bearer_of(actor, clock.now()) if actor.signed_in else {})

    return caller


class _Caller:
    """Calls below /api/v1; `json=` and `headers=` as in Flask's test client."""

    def __init__(self, client, bearer):
        self.client, self.bearer = client, bearer

    def open(self, path, method, headers=(), **sent):
        return self.client.open(f"/api/v1{path}", method=method, headers={**self.bearer, **dict(headers)}, **sent)

    def get(self, path, **sent):
        return self.open(path, "GET", **sent)

    def post(self, path, **sent):
        return self.open(path, "POST", **sent)

    def put(self, path, **sent):
        return self.open(path, "PUT", **sent)

    def delete(self, path, **sent):
        return self.open(path, "DELETE", **sent)


def _bearer_of(actor, now):
    token = f"token-of-{actor.username}"
    if not Token.get_or_none(Token.key_hash == key_hash(token)):
        Token.create(
            key_hash=key_hash(token), account=actor.account, created_at=now, expires_at=now + timedelta(days=30)
        )
    return {"Authorization": f"Bearer {token}"}

"""A browser that sends the token of its session with every form, as the forms of the pages do."""

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from stage_answers import check_answer

SECRET = "of this session's forms"


class FormClient(FlaskClient):
    """Flask's test client, whose form POSTs carry the CSRF token of its session unless `sends_tokens` is False."""

    sends_tokens = True

    def open(self, *args, **given):
        posted = given.get("method") == "POST" and isinstance(args[0], str) and not args[0].startswith("/api/")
        if posted and self.sends_tokens:
            given["headers"] = {"X-CSRFToken": self._token(given.get("base_url")), **dict(given.get("headers") or {})}
        answer = super().open(*args, **given)
        if answer.request.path.startswith("/api/"):
            check_answer(self.application, answer)
        return answer

    def _token(self, base_url):
        with self.session_transaction(base_url=base_url) as session:
            session.setdefault("csrf_token", SECRET)
            return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(
                session["csrf_token"]
            )


def without_tokens(client):
    """The same browser, whose forms lack their token from now on."""
    client.sends_tokens = False
    return client

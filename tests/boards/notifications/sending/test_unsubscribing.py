"""The unsubscribe link of a letter: a scanner that opens it changes nothing, one POST ends the mail."""

import pytest

from boards.models.notifications import DeliverySetting
from boards.notifications.sending.unsubscribing import unsubscribe_url


@pytest.fixture
def link(settings, cast):
    return unsubscribe_url(cast.asker.account, settings).removeprefix(settings.url)


def stopped():
    row = DeliverySetting.get_or_none()
    return row is not None and row.mail_stopped_at is not None


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(app, link, method):
    answer = getattr(app.test_client(), method)(link)
    assert answer.status_code == 200 and not stopped()
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_mail_programs_post_ends_it_without_session_token_or_redirect(app, link):
    browser = app.test_client()
    browser.sends_tokens = False
    for _ in range(2):
        answer = browser.post(link, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "已退订" in answer.text
    assert stopped() and DeliverySetting.select().count() == 1


def test_a_person_ends_it_with_the_button_and_another_is_not_touched(client_of, cast, link):
    assert "退订" in client_of(cast.neighbour).get(link).text
    client_of(cast.neighbour).post(link)
    assert DeliverySetting.get().account_id == cast.asker.account


@pytest.mark.parametrize("token", ["x", "MQ.forged", "1"])
def test_a_link_that_was_not_signed_here_is_unknown(app, token):
    for method in ("get", "post"):
        answer = getattr(app.test_client(), method)(f"/notifications/unsubscribe/{token}")
        assert answer.status_code == 404 and not stopped()


def test_the_settings_say_that_mail_is_stopped_and_start_it_again(app, client_of, cast, link, with_mail):
    app.extensions["wenqu"] = type(app.extensions["wenqu"])(**{**vars(app.extensions["wenqu"]), "settings": with_mail})
    app.test_client().post(link)
    browser = client_of(cast.asker)
    assert "您现在不收通知邮件" in browser.get("/notifications/settings").text
    browser.post("/notifications/settings", data={"told": ["result:mail"], "rhythm": "weekly", "language": "en"})
    assert not stopped() and DeliverySetting.get().rhythm == "weekly"

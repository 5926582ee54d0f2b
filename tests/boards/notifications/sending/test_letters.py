"""Letters about notifications: who gets one, once, what it says and what it never says, before a real SMTP server."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.notifications import DeliverySetting, Notification
from boards.notifications.delivery import next_digest
from boards.notifications.preferences import Preferences, set_preferences, stop_mail
from forum.accounts.models import Account, MailAddress
from forum.outbox.models import OutboxItem

LATER = timedelta(minutes=1)


@pytest.fixture
def answered(question, cast, rules, say, address_of, post_office):
    """The asker's question with a result, of which he has not been told yet."""
    address_of(cast.asker)
    handling.accept(question, **say.by(cast.spokesperson))
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周一装灯，请放心。")
    return question


def failed():
    return [item.error for item in OutboxItem.select().where(OutboxItem.failed_at.is_null(False))]


def test_an_answer_is_mailed_at_once_with_the_reason_and_one_click_to_end_it(answered, post_office):
    (letter,) = post_office.deliver()
    assert letter["To"] == "asker@example.com" and letter["Subject"] == "有了处理意见：三衢路口没有红绿灯"
    text = letter.get_content()
    assert "下周一装灯，请放心。" in text and "住建局：处理意见" in text
    assert f"https://wen.example.gov.cn/threads/{answered.id}/floors/2" in text
    assert "因为问题是您提的" in text
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"][1:-1] in text
    assert letter["Auto-Submitted"] == "auto-generated"


def test_letters_of_one_thread_belong_together_and_none_comes_twice(answered, cast, say, post_office):
    post_office.deliver()
    handling.give_result(answered, **say.by(cast.spokesperson), **say.city, text="已经装好。")
    first, second = post_office.deliver()
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert len(post_office.deliver()) == 2


def test_nobody_without_a_confirmed_address_is_written_to(question, cast, say, post_office):
    handling.accept(question, **say.by(cast.spokesperson))
    handling.give_result(question, **say.by(cast.spokesperson), **say.city, text="下周装灯。")
    assert post_office.deliver() == [] and OutboxItem.select().count() == 0


def test_whoever_is_anonymous_stays_so_even_for_a_moderator(places, cast, rules, say, address_of, post_office, now):
    address_of(cast.moderator)
    address_of(cast.colleague)
    for who in (cast.moderator, cast.colleague):
        set_preferences(Preferences([("question", "mail"), ("to_screen", "mail")]), actor=who, now=now)
    ask(places.housing_board, **say.by(cast.asker), **say.city, title="匿名问一句", text="有人吗？",
        kind="consultation", anonymous=True)  # fmt: skip
    (letter,) = post_office.deliver()
    assert "匿名网友" in letter.get_content()
    assert cast.asker.name not in letter.as_string() and cast.asker.name not in letter.get_content()


def test_the_letter_is_in_the_language_of_the_person(answered, cast, post_office):
    Account.update(language="en").where(Account.id == cast.asker.account).execute()
    (letter,) = post_office.deliver()
    assert letter["Content-Language"] == "en"
    assert "because you asked the question" in letter.get_content()


@pytest.mark.parametrize("change", ["stopped", "unticked", "disabled", "no address"])
def test_what_is_no_longer_wanted_is_not_sent(answered, cast, now, post_office, change):
    post_office.plan()
    if change == "stopped":
        stop_mail(cast.asker.account, now)
    elif change == "unticked":
        set_preferences(Preferences([]), actor=cast.asker, now=now)
    elif change == "disabled":
        Account.update(disabled_at=now).where(Account.id == cast.asker.account).execute()
    else:
        MailAddress.delete().execute()
    post_office.send()
    assert post_office.letters() == [] and failed() == ["not wanted any more"]


def test_a_digest_has_what_was_not_mailed_and_not_read(answered, cast, say, clock, post_office):
    for text in ("同问。", "再问。"):
        posts.reply(answered, **say.by(cast.neighbour), **say.city, text=text)
    assert len(post_office.deliver()) == 1, "the result at once"
    clock.set(DeliverySetting.get().digest_due_at)
    _, digest = post_office.deliver()
    assert digest["Subject"] == "问渠：3 条新消息"
    text = digest.get_content()
    assert "问题已受理" in text and text.count("关注的主题有新回复") == 2 and "有了处理意见" not in text
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    clock.advance(timedelta(days=2))
    assert len(post_office.deliver()) == 2


def test_a_digest_of_what_was_read_meanwhile_is_not_sent(answered, clock, post_office):
    post_office.deliver()
    Notification.update(read_at=clock.now()).execute()
    clock.set(DeliverySetting.get().digest_due_at)
    assert len(post_office.deliver()) == 1 and failed() == ["not wanted any more"]


@pytest.mark.parametrize(
    ("rhythm", "hour", "expected"),
    [("daily", 2, "2014-09-23T08:00:00+08:00"), ("daily", -5, "2014-09-22T08:00:00+08:00"),
     ("weekly", 2, "2014-09-29T08:00:00+08:00")],
)  # fmt: skip
def test_when_a_digest_is_due(now, rules, rhythm, hour, expected):
    assert next_digest(now + timedelta(hours=hour - 2), rhythm, rules.timezone).isoformat() == expected


def test_what_is_long_past_is_mailed_to_nobody(answered, clock, post_office):
    clock.advance(timedelta(days=4))
    assert post_office.deliver() == [] and OutboxItem.select().count() == 0


def test_killed_while_planning_nothing_is_lost_or_put_twice(answered, post_office, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*given):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(post_office.planner, "_begin_digest", killed)
        with pytest.raises(Killed):
            post_office.plan()
    assert OutboxItem.select().count() == 0
    assert len(post_office.deliver()) == 1

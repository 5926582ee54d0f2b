"""Private messages about a case: who writes and reads what, the phone number, refusals, and what the log says."""

import json
from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.models.contact import ContactMessage
from boards.models.notifications import Notification
from boards.models.threads import Post, Thread
from boards.notifications.reader import reader
from forum.accounts.models import Account
from forum.personal import phones
from forum.store.log import Entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PHONE = "13812345678"
ASKED, ANSWERED = "请告诉我们是几号楼，方便上门。", "是三号楼，晚上在家。"


def status(client_of, actor, case):
    return client_of(actor).get(f"/threads/{case.id}/contact").status_code


def test_nobody_else_reads_them(written, page, client_of, cast):
    for actor in (cast.neighbour, cast.outsider, cast.supervisor, cast.administrator, cast.operator):
        assert status(client_of, actor, written) == 403 and ASKED not in page(actor)
    assert client_of(cast.guest).get(f"/threads/{written.id}/contact").status_code == 302
    assert ASKED not in page(cast.moderator)


def test_the_history_says_only_that_they_were_written(written, send, client_of, cast):
    send(cast.asker, text=ANSWERED)
    seen = client_of(cast.guest).get(f"/threads/{written.id}").text
    assert "部门私下联系提问人" in seen and "提问人私下答复部门" in seen
    assert ASKED not in seen and ANSWERED not in seen and cast.asker.name not in seen
    entries = list(Entry.select().where(Entry.deed.startswith("case.contact")).order_by(Entry.id))
    assert [entry.deed for entry in entries] == ["case.contact", "case.contact_answer"]
    assert [entry.commitment for entry in entries] == [row.commitment for row in ContactMessage.select()]
    rows = [*Entry.select().dicts(), *ContactMessage.select().dicts()]
    stored = json.dumps(rows, default=str, ensure_ascii=False)
    assert ASKED not in stored and ANSWERED not in stored


def test_both_are_told_and_the_watchers_are_not(written, send, cast, now, client_of):
    client_of(cast.neighbour).post(f"/threads/{written.id}/watch")
    send(cast.asker, text=ANSWERED)
    reader().catch_up(now)
    rows = Notification.select(Notification.account, Notification.event).tuples()
    told = {(account, event) for account, event in rows if event.startswith("contact")}
    department = {cast.spokesperson.account, cast.colleague.account}
    assert told == {(cast.asker.account, "contact"), *((account, "contact_answer") for account in department)}
    listed = client_of(cast.asker).get("/notifications").text
    assert "承办部门给您写了私信" in listed and f"/threads/{written.id}/contact" in listed


def test_a_letter_about_one_quotes_nothing_and_is_not_answered_in_public(written, cast, address_of, post_office):
    address_of(cast.asker)
    (letter,) = [each for each in post_office.deliver() if "私信" in each["Subject"]]
    assert letter["Reply-To"] is None and ASKED not in letter.get_content()
    assert f"/threads/{written.id}/contact" in letter.get_content()


def test_the_asker_only_answers(send, page, cast, case):
    assert "还没有给您写私信" in page(cast.asker)
    assert send(cast.asker, text=ANSWERED).status_code == 409 and not ContactMessage.select().count()


@pytest.mark.parametrize("text", ["", " ", "啊", "x" * 2001, "a\0b"])
def test_what_is_too_short_too_long_or_broken_comes_back(send, cast, case, text):
    assert send(cast.spokesperson, text=text).status_code == 422
    assert not ContactMessage.select().count()


def test_a_form_that_is_sent_twice_writes_one(send, cast, case):
    for _ in range(2):
        assert send(cast.spokesperson, text=ASKED, once="a" * 32).status_code == 303
    assert ContactMessage.select().count() == 1


def test_a_number_is_shared_by_choice_shown_on_record_and_withdrawn(written, send, page, cast, with_phone):
    assert "138****5678" in page(cast.asker) and "138****5678" not in page(cast.spokesperson)
    assert send(cast.spokesperson, "contact/phone").status_code == 404
    send(cast.asker, text=ANSWERED, phone="1")
    assert "138****5678" in page(cast.spokesperson) and PHONE not in page(cast.spokesperson)
    assert PHONE in send(cast.spokesperson, "contact/phone").text
    assert send(cast.outsider, "contact/phone").status_code == 403
    assert "看了电话号码" in page(cast.asker)
    look = Entry.get(Entry.deed == "private.look")
    assert (look.object, look.actor_id) == (f"contact/{written.id}", cast.spokesperson.account)
    assert PHONE not in json.dumps(list(Entry.select().dicts()), default=str)
    assert send(cast.asker, "contact/withdrawal").status_code == 303
    assert send(cast.spokesperson, "contact/phone").status_code == 404


def test_a_number_that_was_changed_since_is_not_shown(written, send, page, cast, with_phone, clock, settings):
    send(cast.asker, text=ANSWERED, phone="1")
    clock.advance(timedelta(minutes=1))
    phones.give(cast.asker, "13900000000", now=clock.now(), settings=settings)
    assert "****" not in page(cast.spokesperson) and send(cast.spokesperson, "contact/phone").status_code == 404


def test_without_a_number_none_is_shared(written, send, cast):
    assert send(cast.asker, text=ANSWERED, phone="1").status_code == 422
    assert ContactMessage.select().count() == 1


def test_a_moderator_reads_with_a_reason_that_all_see(written, send, page, client_of, cast):
    assert send(cast.moderator, "contact/look", reason="").status_code == 422
    seen = send(cast.moderator, "contact/look", reason="提问人投诉辱骂").text
    assert ASKED in seen and ASKED not in page(cast.moderator)
    assert send(cast.neighbour, "contact/look", reason="好奇").status_code == 403
    for actor in (cast.asker, cast.spokesperson):
        assert "提问人投诉辱骂" in page(actor)
    listed = client_of(cast.supervisor).get("/hotline/looks").text
    assert "提问人投诉辱骂" in listed and "部门和提问人的私信" in listed


def test_a_closed_case_ends_it_and_a_follow_up_goes_on(written, send, page, cast, rules, clock, with_phone):
    send(cast.asker, text=ANSWERED, phone="1")
    by = {"actor": cast.spokesperson, "now": clock.now()}
    handling.accept(written, **by)
    handling.give_result(Thread.get_by_id(written.id), city=rules, text="已经装好。", **by)
    handling.close(Thread.get_by_id(written.id), **by)
    for actor in (cast.asker, cast.spokesperson):
        assert "已经办结" in page(actor) and ASKED in page(actor)
        assert send(actor, text="还有一句。").status_code == 409
    assert send(cast.spokesperson, "contact/phone").status_code == 404
    handling.follow_up(Thread.get_by_id(written.id), city=rules, text="又坏了。", actor=cast.asker, now=clock.now())
    assert send(cast.spokesperson, text="什么时候坏的？").status_code == 303


def test_nothing_is_written_about_a_hidden_question(written, send, page, client_of, cast):
    first = Post.get(Post.thread == written.id)
    client_of(cast.moderator).post(f"/posts/{first.id}/hiding", data={"code": "personal", "reason": "写了电话"})
    for actor in (cast.asker, cast.spokesperson):
        assert send(actor, text="还有一句。").status_code == 409 and ASKED in page(actor)


def test_a_disabled_account_is_not_written_to(case, send, cast, now):
    Account.update(disabled_at=now).where(Account.id == cast.asker.account).execute()
    assert send(cast.spokesperson, text=ASKED).status_code == 409


def test_words_that_are_refused_or_held_in_posts_are_refused_here(written, send, client_of, cast):
    client_of(cast.moderator).post("/moderation/words", data={"words": "赌博", "tier": "hold"})
    answer = send(cast.asker, text="一起赌博吧")
    assert answer.status_code == 422 and "赌博" in answer.text and ContactMessage.select().count() == 1

"""A private conversation from the first message to its end, on both engines."""

from datetime import timedelta

from boards.actions.cases import transfers
from boards.mine.closing import AccountCloser
from boards.models.contact import ContactMessage, ContactShare
from boards.models.threads import Thread
from forum.personal.closing import ask_to_close

ASKED, ANSWERED = "请告诉我们是几号楼，方便上门。", "是三号楼，晚上在家。"


def handed_on(case, places, cast, rules, clock):
    transfers.transfer(
        Thread.get_by_id(case.id),
        city=rules,
        to=places.roads,
        explanation="归另一个局管，请带照片到窗口。",
        actor=cast.spokesperson,
        now=clock.now(),
    )


def test_the_department_writes_and_the_asker_reads_and_answers(written, send, page, cast):
    assert ASKED in page(cast.asker) and "部门写给您的私信" not in page(cast.asker)
    assert send(cast.asker, text=ANSWERED).status_code == 303
    for actor in (cast.asker, cast.spokesperson, cast.colleague):
        assert ASKED in page(actor) and ANSWERED in page(actor)
    assert cast.asker.name not in page(cast.spokesperson)


def test_the_next_department_reads_it_only_when_the_asker_agrees(
    written, send, page, client_of, cast, places, rules, clock, with_phone
):
    send(cast.asker, text=ANSWERED, phone="1")
    handed_on(written, places, cast, rules, clock)
    assert ASKED not in page(cast.outsider) and send(cast.outsider, "contact/phone").status_code == 404
    assert ASKED in page(cast.spokesperson), "what it wrote it may read on"
    assert "138****" not in page(cast.spokesperson) and send(cast.spokesperson, "contact/phone").status_code == 403
    assert send(cast.spokesperson, text="再问一句。").status_code == 403
    assert send(cast.asker, text="再答一句。").status_code == 409, "the new one has not written yet"
    form = {"department": str(places.housing.id)}
    assert send(cast.outsider, "contact/sharing", **form).status_code == 403
    assert send(cast.asker, "contact/sharing", department="999").status_code == 404
    for _ in range(2):
        assert send(cast.asker, "contact/sharing", **form).status_code == 303
    assert ASKED in page(cast.outsider) and ANSWERED in page(cast.outsider) and ContactShare.select().count() == 1
    assert "138****" not in page(cast.outsider), "the number was given to another department"


def test_a_closed_account_is_written_to_no_more_and_its_texts_are_gone(written, send, page, cast, clock):
    send(cast.asker, text=ANSWERED)
    ask_to_close(cast.asker, now=clock.now())
    clock.advance(timedelta(days=8))
    assert AccountCloser().work(clock.now()) == 1
    assert {row.sealed for row in ContactMessage.select()} == {None}
    assert "提问人注销账号时删除" in page(cast.spokesperson) and "已经注销账号" in page(cast.spokesperson)
    assert send(cast.spokesperson, text="还在吗？").status_code == 409

"""Messages out and in by each provider's peer: once, within the limits, and never again after a time-out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stage_sms import until

from boards.actions.cases import handling
from boards.actions.posts.threads import ask
from boards.channels.gateways.models import ChannelFailure, Inbound
from boards.channels.sms import smpp, working
from boards.channels.sms.actions import is_stopped, text_to
from boards.channels.sms.models import SmsReceipt
from boards.channels.sms.working import check, sms_parts
from forum.outbox.models import OutboxItem
from forum.outbox.sending import Delayed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CITIZEN = "13812341234"
LONG = "路灯已于今天修好。" * 20


@pytest.fixture
def gateway(clock, database):
    """gateway(settings): the worker's part, which `gateway.works()` runs."""
    made = []

    def start(settings, listeners=()):
        (part,) = sms_parts(settings, clock, listeners)
        made.append(part)
        return part

    yield start
    for part in made:
        for each in part.parts:
            if hasattr(each, "link"):
                each.link.close()


@pytest.fixture
def says(clock):
    """says(settings, text): puts a message to the citizen into the outbox."""

    def put(settings, text="好", key="k1", **more):
        given = {"key": key, "now": clock.now(), "settings": settings, "lasts": timedelta(hours=1)}
        text_to(CITIZEN, "progress", {"number": "12", "status": "已答复"}, text, **given | more)

    return put


def item(key="k1"):
    return OutboxItem.get(OutboxItem.key == key)


def test_a_long_message_goes_out_by_smpp_in_parts_and_its_receipt_comes_back(
    smpp_peer, with_gateway, gateway, says, clock
):
    settings = with_gateway("smpp", base=f"smpp://127.0.0.1:{smpp_peer.port}")
    part = gateway(settings)
    says(settings, LONG)
    part.advance(clock.now())
    assert item().sent_at and item().sealed is None
    whole = b"".join(content[6:] for _, content, _, _ in smpp_peer.taken).decode("utf-16-be")
    assert whole == f"【清源问渠】{LONG}" and len(smpp_peer.taken) > 1
    assert {(to, coding) for to, _, coding, _ in smpp_peer.taken} == {(f"86{CITIZEN}", 8)}
    receipt = f"id:smsc-{len(smpp_peer.taken)} sub:001 dlvrd:001 submit date:2609220200 done date:2609220201 stat:DELIVRD err:000"
    answer = smpp_peer.deliver(f"86{CITIZEN}", receipt.encode(), coding=0, esm_class=4)
    until(lambda: SmsReceipt.get().delivered, lambda: part.advance(clock.advance(timedelta(seconds=2))))
    assert answer.result(60).is_success


def test_somebody_asks_by_smpp_and_gets_the_answers_start_once(
    smpp_peer, with_gateway, gateway, clock, places, cast, rules, now
):
    settings = with_gateway("smpp", base=f"smpp://127.0.0.1:{smpp_peer.port}")
    thread = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title="路灯坏了",
        text="三衢路的路灯坏了半个月。",
        kind="complaint",
    )
    handling.accept(thread, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="路灯已于今天修好。")
    part = gateway(settings)
    part.advance(clock.now())
    for _ in range(2):  # the answer to the first was lost: the gateway brings it again
        smpp_peer.deliver(f"86{CITIZEN}", f"查 {thread.id}".encode("utf-16-be"))
    until(lambda: len(smpp_peer.taken) > 1, lambda: part.advance(clock.advance(timedelta(seconds=2))))
    for _ in range(5):
        part.advance(clock.advance(timedelta(seconds=2)))
    said = b"".join(content[6:] for _, content, _, _ in smpp_peer.taken).decode("utf-16-be")
    assert "路灯已于今天修好。" in said and said.count("【") == 1 and "已答复" in said


def test_after_a_time_out_by_smpp_nothing_is_sent_again(smpp_peer, with_gateway, gateway, says, clock, monkeypatch):
    monkeypatch.setattr(smpp, "TIMEOUT", 1)
    smpp_peer.silent = True
    settings = with_gateway("smpp", base=f"smpp://127.0.0.1:{smpp_peer.port}")
    part = gateway(settings)
    says(settings, lasts=timedelta(days=3))
    part.advance(clock.now())
    assert item().failed_at and "not known" in item().error
    for _ in range(10):
        part.advance(clock.advance(timedelta(hours=1)))
    assert len(smpp_peer.taken) == 1


@pytest.mark.parametrize(("status", "later"), [(0x14, True), (0x58, True), (0x0B, False)])
def test_what_smpp_refuses_is_tried_later_or_given_up(smpp_peer, with_gateway, gateway, says, clock, status, later):
    smpp_peer.refusing = status
    settings = with_gateway("smpp", base=f"smpp://127.0.0.1:{smpp_peer.port}")
    part = gateway(settings)
    says(settings)
    part.advance(clock.now())
    assert bool(item().due_at) is later and bool(item().failed_at) is not later


def test_a_gateway_that_cannot_be_reached_is_tried_later_and_its_test_says_so(with_gateway, gateway, says, clock):
    settings = with_gateway("smpp", base="smpp://127.0.0.1:9")
    says(settings)
    gateway(settings).advance(clock.now())
    assert item().due_at and "cannot be bound" in item().error
    for broken in (settings, with_gateway("aliyun", base="http://127.0.0.1:9")):
        with pytest.raises(Delayed):
            check(broken, clock.now())


def test_the_test_of_a_gateway_that_is_there(smpp_peer, http_peer, with_gateway, clock):
    check(with_gateway("smpp", base=f"smpp://127.0.0.1:{smpp_peer.port}"), clock.now())
    check(with_gateway("tencent", base=http_peer().base), clock.now())


def test_what_is_no_smpp_server_is_no_test_passed(with_gateway, clock, http_peer, monkeypatch):
    monkeypatch.setattr(smpp, "TIMEOUT", 1)
    with pytest.raises(Delayed):
        check(with_gateway("smpp", base=http_peer().base.replace("http", "smpp")), clock.now())


def test_by_alibaba(http_peer, with_gateway, gateway, says, clock):
    peer = http_peer({"Code": "OK", "BizId": "900^0", "Message": "OK"})
    settings = with_gateway("aliyun", base=peer.base)
    says(settings)
    gateway(settings).advance(clock.now())
    ((path, query, headers, body),) = peer.calls
    assert (path, body, query["PhoneNumbers"], query["SignName"]) == ("/", b"", CITIZEN, "清源问渠")
    assert query["TemplateParam"] == '{"number": "12", "status": "已答复"}' and query["TemplateCode"] == "SMS_1"
    assert headers["x-acs-action"] == "SendSms" and "secret" not in str(headers)
    receipt = SmsReceipt.get()
    assert (receipt.out_id, receipt.provider_id, receipt.delivered) == (
        query["OutId"],
        "900^0",
        None,
    ) and item().sent_at


def test_by_tencent(http_peer, with_gateway, gateway, says, clock):
    peer = http_peer({"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": "2019:1"}], "RequestId": "a"}})
    settings = with_gateway("tencent", base=peer.base, app="1400000000")
    says(settings)
    gateway(settings).advance(clock.now())
    ((_, _, headers, body),) = peer.calls
    assert f'"+86{CITIZEN}"' in body.decode() and '["12", "已答复"]' in body.decode()
    assert headers["X-TC-Action"] == "SendSms" and SmsReceipt.get().provider_id == "2019:1"


LIMITED = {"Response": {"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumberDailyLimit"}]}}


@pytest.mark.parametrize(
    ("provider", "answer", "later"),
    [("aliyun", {"Code": "isv.BUSINESS_LIMIT_CONTROL"}, True), ("aliyun", {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}, False), ("aliyun", {}, False),
     ("tencent", LIMITED, True), ("tencent", {"Response": {"Error": {"Code": "AuthFailure"}}}, False), ("tencent", {"Response": 7}, False),
     ("tencent", {}, False)],
)  # fmt: skip
def test_what_a_provider_refuses_is_tried_later_or_given_up(
    http_peer, with_gateway, gateway, says, clock, provider, answer, later
):
    settings = with_gateway(provider, base=http_peer(answer).base)
    says(settings)
    gateway(settings).advance(clock.now())
    assert bool(item().due_at) is later and bool(item().failed_at) is not later


@pytest.mark.parametrize("answer", [None, [1]])
def test_a_provider_that_does_not_answer_may_have_sent_and_is_not_asked_again(
    http_peer, with_gateway, gateway, says, clock, answer
):
    peer = http_peer(answer)
    settings = with_gateway("aliyun", base=peer.base)
    part = gateway(settings)
    says(settings, lasts=timedelta(days=3))
    for _ in range(10):
        part.advance(clock.advance(timedelta(hours=1)))
    assert len(peer.calls) == 1 and "not known" in item().error


def test_a_message_without_a_template_is_given_up_and_no_number_stands_in_the_error(
    http_peer, with_gateway, gateway, says, clock
):
    settings = with_gateway("aliyun", base=http_peer().base, templates={})
    says(settings)
    gateway(settings).advance(clock.now())
    assert item().failed_at and "progress" in item().error and CITIZEN not in item().error


def test_a_number_gets_one_a_minute_five_an_hour_and_twenty_a_day(http_peer, with_gateway, gateway, says, clock):
    peer = http_peer(*[{"Code": "OK", "BizId": "1"}] * 100)
    settings = replace(with_gateway("aliyun", base=peer.base), rate_limits=True)
    part, start = gateway(settings), clock.now()
    for number in range(40):
        says(settings, key=f"k{number}", lasts=timedelta(days=3))
    part.advance(clock.now())
    assert len(peer.calls) == 1

    def after(span, step):
        """How many went out within that time, the outbox asked again and again."""
        while clock.now() < start + span:
            waits = OutboxItem.id << [
                row.id for row in OutboxItem.select().where(OutboxItem.due_at.is_null(False)).limit(2)
            ]
            OutboxItem.update(due_at=clock.now(), attempts=0).where(waits).execute()
            OutboxItem.update(due_at=clock.now() + timedelta(days=9)).where(
                OutboxItem.due_at.is_null(False), ~waits
            ).execute()
            part.advance(clock.advance(timedelta(minutes=step)))
        return len(peer.calls)

    assert after(timedelta(minutes=50), 3) == 5
    assert after(timedelta(hours=23, minutes=30), 20) == 20


def test_a_number_that_wrote_td_gets_nothing_more_until_it_wants_again(
    http_peer, with_gateway, gateway, says, clock, client_of, cast
):
    peer = http_peer(*[{"Code": "OK", "BizId": "1"}] * 9)
    settings = with_gateway("aliyun", base=peer.base, templates={"progress": "1", "stopped": "2", "started": "3"})
    part = gateway(settings)
    hears(settings, clock, "TD")
    part.advance(clock.now())
    says(settings)
    part.advance(clock.now())
    assert is_stopped(CITIZEN, settings) and [call[1]["TemplateCode"] for call in peer.calls] == ["2"]
    assert item().failed_at and item().sealed is None
    hears(settings, clock, "恢复")
    says(settings, key="k2")
    part.advance(clock.advance(timedelta(minutes=5)))
    assert [call[1]["TemplateCode"] for call in peer.calls] == ["2", "1", "3"] or len(peer.calls) == 3


def hears(settings, clock, text, key=None):
    from boards.channels.sms.codec import Inbound as Written
    from boards.channels.sms.inbound import keep

    return keep(Written(key or f"in-{text}", CITIZEN, text), clock.now(), settings)


def test_an_unknown_question_is_answered_and_so_is_what_nobody_understands(http_peer, with_gateway, gateway, clock):
    peer = http_peer(*[{"Code": "OK", "BizId": "1"}] * 9)
    settings = with_gateway("aliyun", base=peer.base, templates={"unknown": "SMS_2", "help": "SMS_3"})
    hears(settings, clock, "查 999999")
    hears(settings, clock, "路灯什么时候修？")
    gateway(settings).advance(clock.now())
    assert [call[1]["TemplateCode"] for call in peer.calls] == ["SMS_2", "SMS_3"]


def test_without_a_gateway_nothing_is_put_and_nothing_runs(settings, says, clock, database):
    says(settings)
    assert not OutboxItem.select().exists() and sms_parts(settings, clock) == ()


def test_a_message_from_a_number_abroad_by_smpp_is_noted_and_not_kept(with_gateway, clock, database):
    from boards.channels.sms.codec import Inbound as Written

    working._keep(with_gateway("smpp", base="smpp://127.0.0.1:9"), clock, Written("k", "85291234567", "查12"))
    assert not Inbound.select().exists() and "85291234567" not in ChannelFailure.get().text

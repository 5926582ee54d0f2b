"""Every path of a request with the clock moved on, and what must never happen: nobody learns a number or an owner."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from boards.rules.channel import Channel
from boards.services.movecar import actions, queries
from boards.services.movecar.models import MoveCarOwner, MoveCarRequest
from boards.services.movecar.register import import_register
from boards.services.movecar.rules import Verb
from forum.outbox.models import OutboxItem
from forum.problems import Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthorized
from forum.roles import GUEST
from forum.site_settings import Area
from forum.store.log import Entry

OWNER, PLATE, OTHER, CALLER = "13700000001", "浙H12345", "浙HD67890", "13900000009"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def confirm(street, number):
    request = MoveCarRequest.get_by_id(number)
    return actions.confirm(request, actor=street.cast.asker, now=street.clock.now(), settings=street.settings)


def test_the_owner_comes_and_the_asker_confirms(street):
    number = street.ask(place="三衢路 5 号门口", phone=CALLER)
    assert street.status(number) == "checked"
    street.works()
    (asked,) = street.texts(OWNER)
    assert PLATE in asked and "回 1" in asked and CALLER not in asked and street.status(number) == "sms_sent"
    street.writes(OWNER, "1")
    assert street.status(number) == "owner_replied" and "车主说马上来" in street.texts(CALLER)[-1]
    street.works(7)
    confirm(street, number)
    row = MoveCarRequest.get_by_id(number)
    assert (row.status, row.counted, row.minutes) == ("moved", True, 7)
    assert queries.figures() == queries.Figures(1, 7)
    assert len(street.texts(OWNER)) == 2, "asked and thanked, and not reminded once he is coming"


def test_nobody_answers_he_is_called_reminded_and_the_police_are_asked(street):
    number = street.ask(phone=CALLER)
    street.works(2)
    assert street.status(number) == "sms_sent" and not street.texts(OWNER, "voice")
    street.works(2)
    (call,) = street.texts(OWNER, "voice")
    assert "浙 H 1 2 3 4 5" in call and street.status(number) == "voice_called"
    street.works(8)
    assert len(street.texts(OWNER)) == 2 and "再提醒" in street.texts(OWNER)[-1]
    street.works(9)
    assert street.status(number) == "escalated_police" and "交警" in street.texts(CALLER)[-1]
    assert len(street.texts(OWNER)) == 2 and len(street.texts(OWNER, "voice")) == 1
    street.writes(CALLER, "3")
    assert street.status(number) == "moved"


def test_nobody_ends_it_and_it_is_not_counted(street):
    number = street.ask()
    street.works(21)
    street.clock.advance(timedelta(hours=24, minutes=1))
    street.works()
    assert street.status(number) == "expired" and queries.figures().moved == 0
    with pytest.raises(Conflict):
        confirm(street, number)


def test_it_is_not_his_car_and_the_police_see_that(street):
    number = street.ask()
    street.works()
    street.writes(OWNER, "不是我的车。")
    assert street.status(number) == "escalated_police"
    ((waiting,), _) = queries.desk(street.settings)
    assert waiting.not_mine and waiting.plate == PLATE
    own = queries.view_of(MoveCarRequest.get_by_id(number), street.settings)
    assert not own.not_mine and own.known is None
    decided = {"actor": street.cast.spokesperson, "now": street.clock.now(), "settings": street.settings}
    police = queries.police_of(street.settings)
    with pytest.raises(Forbidden):
        actions.decide(MoveCarRequest.get(), Verb.CLOSE, **{**decided, "actor": street.cast.outsider}, police=police)
    actions.decide(MoveCarRequest.get(), Verb.CLOSE, **decided, police=police)
    assert street.status(number) == "expired"


def test_an_owner_who_asks_who_it_was_learns_nothing_and_the_request_goes_on(street):
    number = street.ask(phone=CALLER)
    street.works()
    street.writes(OWNER, "你是谁？电话多少？")
    assert "不会告诉" in street.texts(OWNER)[-1] and CALLER not in "".join(street.texts(OWNER))
    assert street.status(number) == "sms_sent"


def test_an_answer_to_what_has_ended_changes_nothing_and_is_answered(street):
    number = street.ask()
    street.works()
    confirm(street, number)
    street.writes(OWNER, "1")
    assert street.status(number) == "moved" and "已经结束" in street.texts(OWNER)[-1]
    street.clock.advance(timedelta(days=2))
    street.writes(OWNER, "1")
    assert "没有 1 号问题" in street.texts(OWNER)[-1], "by then it is a question's number"


def test_the_call_is_answered_by_a_key(street):
    number = street.ask()
    street.works(4)
    street.writes(OWNER, "1")  # the key of the phone comes as the same digit
    assert street.status(number) == "owner_replied"


def test_an_unknown_plate_takes_the_same_steps_and_says_the_same(street):
    known, unknown = street.ask(phone=CALLER), street.ask("浙H99999", phone="13900000008")
    for minutes in (0, 4, 8, 9):
        street.works(minutes)
        first, second = (queries.view_of(MoveCarRequest.get_by_id(each), street.settings) for each in (known, unknown))
        assert (first.status, first.may, [label for label, _ in first.times]) == (
            second.status,
            second.may,
            [label for label, _ in second.times],
        )
        assert second.known is None
    assert street.texts(CALLER) == street.texts("13900000008")


def test_asking_does_the_same_work_for_a_known_and_an_unknown_plate(street, database):
    said = []
    record = lambda statement, *given: said[-1].append(statement.split(" VALUES")[0])  # noqa: E731
    execute = database.execute_sql
    for plate in (PLATE, "浙H99999"):
        said.append([])
        database.execute_sql = lambda sql, *given, **more: (record(sql), execute(sql, *given, **more))[1]
        street.ask(plate)
        database.execute_sql = execute
    assert said[0] == said[1] and not any("move_car_owner" in each for each in said[0])


def test_two_drivers_who_photograph_the_same_car_ask_its_owner_once_and_count_once(street):
    first, second = street.ask(), street.ask(actor=street.cast.neighbour)
    street.works(12)
    assert len(street.texts(OWNER)) == 2 and len(street.texts(OWNER, "voice")) == 1
    street.writes(OWNER, "1")
    assert {street.status(first), street.status(second)} == {"owner_replied"}
    request = MoveCarRequest.get_by_id(second)
    given = {"now": street.clock.now(), "settings": street.settings}
    actions.confirm(request, actor=street.cast.neighbour, **given)
    confirm(street, first)
    assert queries.figures().moved == 1 and {street.status(first), street.status(second)} == {"moved"}


def test_an_old_photo_does_not_pass_and_an_appeal_goes_to_the_police_once(street, clock):
    old = picture((clock.now() - timedelta(hours=2)).strftime("%Y:%m:%d %H:%M:%S"), "+00:00")
    number = street.ask(content=old)
    street.works(30)
    assert street.status(number) == "rejected" and street.texts(OWNER) == []
    given = {"now": clock.now(), "settings": street.settings}
    row = MoveCarRequest.get_by_id
    actions.appeal(row(number), "手机的时间不对，车还在那里。", actor=street.cast.asker, **given)
    police = queries.police_of(street.settings)
    ((waiting,), _) = queries.desk(street.settings)
    assert waiting.appeal.startswith("手机的时间") and "照片是 30 分钟以前" in str(waiting.reason)
    actions.decide(row(number), Verb.UPHOLD, actor=street.cast.spokesperson, police=police, **given)
    with pytest.raises(Invalid):
        actions.appeal(row(number), "再看一次吧。", actor=street.cast.asker, **given)


def test_an_appeal_that_is_granted_writes_to_the_owner(street, clock):
    number = street.ask(content=picture("2010:01:01 00:00:00"))
    given = {"now": clock.now(), "settings": street.settings}
    actions.appeal(MoveCarRequest.get(), "手机的时间不对。", actor=street.cast.asker, **given)
    police = queries.police_of(street.settings)
    actions.decide(MoveCarRequest.get(), Verb.GRANT, actor=street.cast.spokesperson, police=police, **given)
    street.works()
    assert street.status(number) == "sms_sent" and len(street.texts(OWNER)) == 1


def picture(taken=None, offset="", place=None):
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769).update({0x9003: taken, 0x9011: offset})
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (float(place[0]), 0.0, 0.0), 3: "E", 4: (float(place[1]), 0.0, 0.0)})
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_a_photo_of_now_and_here_passes_and_keeps_neither_time_nor_place(street, clock):
    city = actions.City(street.rules.timezone, Area(28, 118, 30, 120))
    taken = clock.now().astimezone(street.rules.timezone).strftime("%Y:%m:%d %H:%M:%S")
    number = street.ask(content=picture(taken, place=(29, 119)), city=city)
    row = MoveCarRequest.get_by_id(number)
    assert (row.status, row.photo_checked) == ("checked", True)
    kept = street.store.get(row.photo)
    assert taken.encode() not in kept and b"WEBP" not in kept, "it is encrypted"
    far = street.ask(OTHER, content=picture(taken, place=(31, 119)), city=city)
    assert (street.status(far), MoveCarRequest.get_by_id(far).reason) == ("rejected", "elsewhere")


def test_the_photo_is_forgotten_a_week_after_the_end(street):
    number = street.ask()
    street.works()
    confirm(street, number)
    name = MoveCarRequest.get_by_id(number).photo
    street.clock.advance(timedelta(days=8))
    street.works()
    assert street.store.get(name) is None and MoveCarRequest.get_by_id(number).photo == ""


def test_an_operator_enters_it_for_a_caller_who_confirms_by_sms(street):
    with pytest.raises(Invalid):
        street.ask(actor=street.cast.operator, channel=Channel.HOTLINE)
    with pytest.raises(Forbidden):
        street.ask(channel=Channel.HOTLINE, phone=CALLER)
    number = street.ask(actor=street.cast.operator, channel=Channel.HOTLINE, phone=CALLER)
    street.works(5)
    street.writes(CALLER, "已移")
    assert street.status(number) == "moved" and "已记下" in street.texts(CALLER)[-1]


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"plate": "浙H1234O"}, "plate"), ({"phone": "+852 9123 4567"}, "phone"), ({"phone": "0570-8021234"}, "phone"), ({"place": "长" * 81}, "place"), ({"content": b"<svg/>"}, "pictures")],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_field(street, asked, field):
    with pytest.raises(Invalid) as refused:
        street.ask(**asked)
    assert list(refused.value.errors) == [field] and not MoveCarRequest.select().exists()


def test_without_a_photo_and_without_an_account_nothing_is_asked(street):
    given = {"now": street.clock.now(), "settings": street.settings, "store": street.store, "city": street.city}
    with pytest.raises(Invalid):
        actions.ask(actions.Asked(PLATE), None, actor=street.cast.asker, channel=Channel.WEB, **given)
    with pytest.raises(Unauthorized):
        actions.ask(actions.Asked(PLATE), b"", actor=GUEST, channel=Channel.WEB, **given)


def test_only_the_asker_confirms_and_appeals(street):
    street.ask()
    street.works()
    given = {"actor": street.cast.neighbour, "now": street.clock.now(), "settings": street.settings}
    with pytest.raises(NotFound):
        actions.confirm(MoveCarRequest.get(), **given)
    with pytest.raises(NotFound):
        actions.appeal(MoveCarRequest.get(), "不对的地方", **given)


def test_one_asker_and_one_plate_have_limits(street):
    street.settings = replace(street.settings, rate_limits=True)
    for number in range(5):
        street.ask(f"浙H1111{number}")
    with pytest.raises(TooMany):
        street.ask("浙H11119")
    for actor in ("neighbour", "outsider", "spokesperson", "moderator", "supervisor", "reporter"):
        street.ask("浙H22222", actor=getattr(street.cast, actor))
    with pytest.raises(TooMany):
        street.ask("浙H22222", actor=street.cast.administrator)


def test_one_owner_is_not_written_to_for_ever_and_nobody_sees_that(street, settings):
    register = "plate,phone\n" + "".join(f"浙H3333{n},{OWNER}\n" for n in range(8))
    import_register(register.encode(), now=street.clock.now(), settings=settings)
    numbers = [street.ask(f"浙H3333{n}") for n in range(8)]
    street.keeper.settings = replace(settings, rate_limits=True)
    street.works()
    assert len(street.texts(OWNER)) == 6 and {street.status(each) for each in numbers} == {"sms_sent"}


def test_a_plate_that_stands_twice_in_the_register_is_nobodys(street, settings):
    doubled = f"plate,phone\n{PLATE},{OWNER}\n{OTHER},13700000002\n浙h·12345,13700000003\n{OTHER},13700000002\n"
    found = import_register(doubled.encode(), now=street.clock.now(), settings=settings)
    assert (found.owners, found.doubled) == (1, ((2, 4),))
    street.ask()
    street.works()
    assert street.texts(OWNER) == street.texts("13700000003") == []


@pytest.mark.parametrize("content", [b"", b"\xff", b"a,b\n", f"plate,phone\n{PLATE},+85291234567\n".encode(), f"plate,phone\nX,{OWNER}\n".encode(), f"plate,phone\n{PLATE},{OWNER},1\n".encode()])  # fmt: skip
def test_a_register_that_is_wrong_is_refused_and_the_one_before_stays(street, settings, content):
    with pytest.raises(Invalid) as refused:
        import_register(content, now=street.clock.now(), settings=settings)
    assert OWNER not in str(refused.value.errors) and MoveCarOwner.select().count() == 2


def test_without_a_gateway_the_police_are_asked_at_once(street, settings):
    street.ask()
    street.keeper.settings = replace(settings, channels=replace(settings.channels, sms=None))
    street.works()
    assert MoveCarRequest.get().status == "escalated_police"


def test_after_a_standstill_nobody_is_called_when_the_police_are_due(street):
    street.ask()
    street.works()
    street.clock.advance(timedelta(minutes=40))
    street.works()
    assert MoveCarRequest.get().status == "escalated_police" and street.texts(OWNER, "voice") == []


def test_each_look_up_is_on_record_and_no_number_stands_anywhere_in_the_clear(street, database):
    street.ask(phone=CALLER, place="三衢路门口")
    street.works(12)
    looks = [entry for entry in Entry.select() if entry.deed == "movecar.look"]
    assert len(looks) == 3, "before the message, the call and the reminder"
    everything = "\n".join(
        str(row)
        for table in database.get_tables()
        for row in database.execute_sql(f'SELECT * FROM "{table}"').fetchall()
    )
    for private in (OWNER, CALLER, PLATE, "三衢路门口"):
        assert private not in everything
    assert OutboxItem.select().exists()


def test_the_public_count_is_that_of_the_moved_ones_among_many(street, settings):
    many = 24
    rows = "".join(f"浙H{n:05},1380000{n:04}\n" for n in range(many) if n % 5)  # every fifth is in no register
    import_register(f"plate,phone\n{rows}".encode(), now=street.clock.now(), settings=settings)
    numbers = [street.ask(f"浙H{n:05}") for n in range(many)]
    street.works()
    for n in range(0, many, 2):
        street.writes(f"1380000{n:04}", "1" if n % 4 else "2")
    street.works(1)
    for number in numbers[::3]:
        confirm(street, number)
    street.works(20)
    moved = [number for number in numbers if street.status(number) == "moved"]
    assert queries.figures().moved == len(moved) == len(numbers[::3])

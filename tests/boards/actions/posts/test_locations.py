"""Where a question's matter is: put with it, corrected and taken away, and never rewritten."""

from dataclasses import replace
from datetime import timedelta

import peewee
import pytest

from boards.actions.posts.locations import check_location, relocate
from boards.actions.posts.threads import ask
from boards.models.locations import Location
from boards.models.threads import Thread
from boards.models.words import Word
from forum.problems import Conflict, Forbidden, Invalid, TooMany, Unauthorized
from forum.site_settings import Area, CityMap, Site
from forum.store import db
from forum.store.log import Deed, Entry, entry_data

AREA = Area(28.2, 118.0, 29.5, 119.4)
TYPED = {"address": "人民路与解放路口", "position": "28.97031, 118.87432", "rough": ""}


@pytest.fixture
def in_city(rules):
    """The city's rules with its area."""
    return replace(rules, site=Site(map=CityMap(AREA)))


@pytest.fixture
def located(places, cast, in_city, now):
    """located(...): a question with a place, some of it changed."""

    def asked(actor=cast.asker, **typed):
        location = check_location({**TYPED, **typed}, AREA)
        given = {"title": "路口没有红绿灯", "text": "过马路要等半天。", "kind": "complaint", "location": location}
        return ask(places.housing_board, actor=actor, now=now, city=in_city, **given)

    return asked


def current(thread):
    return Location.get(Location.thread == thread.id, Location.ended_at.is_null())


def test_a_question_is_stored_with_its_place_and_the_log_says_what_it_is(located):
    thread = located()
    row = current(thread)
    assert (row.address, row.lat, row.lon, row.precision, row.number, row.role) == (
        "人民路与解放路口", 289703, 1188743, "point", 1, "netizen",
    )  # fmt: skip
    entry = Entry.get(Entry.deed == Deed.LOCATE)
    said = entry_data(entry.data)
    assert entry.object == f"location/{row.id}"
    assert (said["located"], said["address"], said["lat"], said["lon"]) == (thread.id, row.address, row.lat, row.lon)


def test_of_a_rough_place_no_more_than_the_neighbourhood_reaches_the_database(located):
    row = current(located(rough="1"))
    assert (row.lat, row.lon, row.precision) == (289700, 1188700, "area")
    assert "289703" not in (Entry.get(Entry.deed == Deed.LOCATE).data or "")


def test_an_address_alone_or_a_position_alone_is_enough_and_nothing_is_none(located):
    assert current(located(position="")).lat is None
    assert current(located(address="", position="２８．９７，１１８．８７")).address == ""
    assert check_location({"address": " ", "position": "", "rough": "1"}, AREA) is None


def test_all_errors_are_named_at_once():
    with pytest.raises(Invalid) as refused:
        check_location({"address": "路" * 81, "position": "95, 118"}, AREA)
    assert set(refused.value.errors) == {"address", "position"}
    with pytest.raises(Invalid) as refused:
        check_location({"address": "一行\n两行"}, AREA)
    assert set(refused.value.errors) == {"address"}


def test_a_word_in_the_address_holds_the_question(located, now):
    Word.insert(text="天天赌博", tier="hold", reason="test", added_at=now).execute()
    thread = located(address="天天赌博的那条街")
    assert not Thread.get_by_id(thread.id).public


def test_the_asker_corrects_it_and_both_versions_stay(located, cast, in_city, now):
    thread = located()
    given = {"address": "解放路口东", "position": "", "based_on": "1", "reason": ""}
    assert relocate(thread, given, actor=cast.asker, now=now, city=in_city)
    first, second = Location.select().order_by(Location.number)
    assert first.ended_at == now and first.ended_by_id == cast.asker.account
    assert (second.number, second.address, second.lat, second.ended_at) == (2, "解放路口东", None, None)
    assert Entry.select().where(Entry.deed == Deed.RELOCATE, Entry.thread_id == thread.id).count() == 1


def test_a_moderator_takes_it_away_with_a_reason_and_it_can_be_put_again(located, cast, in_city, now):
    thread = located()
    nothing = {"address": "", "position": "", "based_on": "1", "reason": ""}
    with pytest.raises(Invalid) as refused:
        relocate(thread, nothing, actor=cast.moderator, now=now, city=in_city)
    assert "reason" in refused.value.errors
    assert not relocate(thread, {**nothing, "reason": "是提问人的住址"}, actor=cast.moderator, now=now, city=in_city)
    entry = Entry.get(Entry.deed == Deed.UNLOCATE)
    assert entry.role == "moderator" and entry_data(entry.data) == {"number": 1, "text": "是提问人的住址"}
    again = {**nothing, "address": "附近", "based_on": "0"}
    assert relocate(thread, again, actor=cast.asker, now=now, city=in_city) and current(thread).number == 2


def test_of_two_who_correct_it_at_once_the_second_is_told(located, cast, in_city, now):
    thread = located()
    given = {**TYPED, "address": "甲", "based_on": "1", "reason": "看错了"}
    relocate(thread, given, actor=cast.asker, now=now, city=in_city)
    with pytest.raises(Conflict):
        relocate(thread, given, actor=cast.moderator, now=now, city=in_city)
    for wrong in ("", "0", "x", "１"):
        with pytest.raises(Conflict):
            relocate(thread, {**given, "based_on": wrong}, actor=cast.moderator, now=now, city=in_city)


def test_others_may_not(located, cast, in_city, now):
    thread, given = located(), {**TYPED, "based_on": "1", "reason": "x"}
    for actor, problem in ((cast.guest, Unauthorized), (cast.neighbour, Forbidden), (cast.spokesperson, Forbidden)):
        with pytest.raises(problem):
            relocate(thread, given, actor=actor, now=now, city=in_city)


def test_a_merged_a_sealed_and_a_hidden_question_is_left_as_it_is(located, cast, in_city, now):
    thread, given = located(), {**TYPED, "based_on": "1", "reason": "x"}
    Thread.update(hidden=True).where(Thread.id == thread.id).execute()
    with pytest.raises(Conflict):
        relocate(Thread.get_by_id(thread.id), given, actor=cast.asker, now=now, city=in_city)
    assert relocate(Thread.get_by_id(thread.id), given, actor=cast.moderator, now=now, city=in_city)
    Thread.update(hidden=False, merged_into=located().id).where(Thread.id == thread.id).execute()
    with pytest.raises(Conflict):
        relocate(Thread.get_by_id(thread.id), given, actor=cast.moderator, now=now, city=in_city)


def test_changes_are_limited(located, cast, in_city, now):
    thread, in_city = located(), replace(in_city, pacing=True)
    for number in range(1, 20):
        given = {**TYPED, "based_on": str(number)}
        relocate(thread, given, actor=cast.asker, now=now + timedelta(seconds=number), city=in_city)
    with pytest.raises(TooMany):
        relocate(thread, {**given, "based_on": "20"}, actor=cast.asker, now=now + timedelta(minutes=1), city=in_city)


def test_the_database_lets_nobody_rewrite_a_place(located, now):
    row = current(located())
    for change in ({"address": "别处"}, {"lat": 1}, {"precision": "area"}):
        with pytest.raises(peewee.DatabaseError), db.write():
            Location.update(change).where(Location.id == row.id).execute()
    with pytest.raises(peewee.DatabaseError), db.write():
        Location.delete().where(Location.id == row.id).execute()

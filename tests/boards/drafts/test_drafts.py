"""Drafts of everybody: saved on one device, continued on another, gone once they are sent; private and bounded."""

from datetime import timedelta

import pytest

from boards.drafts import actions as drafts
from boards.drafts.queries import begun, drafts_page
from boards.drafts.rules import KEPT_FOR, MOST, Mark, Place, PlaceKind, read_mark, read_place
from boards.models.drafts import SavedDraft
from boards.models.threads import Post, Thread
from forum.private import Encryptor
from forum.problems import Conflict, Malformed, NotFound, TooLarge, Unauthorized
from forum.roles import GUEST
from forum.store.log import Entry

ENCRYPTOR = Encryptor("a secret")
ASK = Place(PlaceKind.ASK)
TYPED = {"title": "水亭街的路灯", "text": "三盏路灯坏了一周。", "kind": "complaint"}


@pytest.fixture
def save(cast, now):
    """save(fields, form=..., mark=..., place=..., actor=...): a save by the form of that key."""

    def do(fields, form="phone", mark=None, place=ASK, actor=cast.neighbour, at=now):
        mark = mark or Mark()
        return drafts.save(place, fields, actor=actor, now=at, encryptor=ENCRYPTOR, mark=mark, form=form)

    return do


@pytest.fixture
def opened(cast, now):
    """opened(place=..., actor=..., draft=...): the draft that a form there begins with."""

    def do(place=ASK, actor=cast.neighbour, draft=None, at=now):
        return begun(place, viewer=actor, now=at, encryptor=ENCRYPTOR, draft=draft)

    return do


def test_what_is_saved_on_one_device_is_continued_on_another(save, opened):
    phone = save(TYPED)
    desktop = opened()
    assert desktop.fields == TYPED and not phone.both
    again = save({**TYPED, "text": "四盏。"}, form="desktop", mark=desktop.mark)
    assert (again.mark.id, again.both) == (phone.mark.id, False)
    assert opened().fields["text"] == "四盏。" and SavedDraft.select().count() == 1


def test_when_two_devices_write_both_are_kept_and_the_later_one_is_told(save, opened):
    first = save(TYPED).mark
    desktop = opened().mark
    save({**TYPED, "text": "手机上又写的。"}, mark=first)
    saved = save({**TYPED, "text": "电脑上写的。"}, form="desktop", mark=desktop)
    assert saved.both and saved.mark.id != first.id
    assert save({**TYPED, "text": "电脑上接着写。"}, form="desktop", mark=saved.mark).both is False
    texts = {opened(draft=row.id).fields["text"] for row in SavedDraft.select()}
    assert texts == {"手机上又写的。", "电脑上接着写。"}


def test_a_form_whose_first_answer_was_lost_does_not_double_its_draft(save):
    save(TYPED)
    assert save({**TYPED, "text": "四盏。"}).mark.version == 2
    assert SavedDraft.select().count() == 1


def test_empty_fields_delete_the_draft_and_save_none(save):
    assert save({"title": " ", "text": "\n"}).mark == Mark()
    mark = save(TYPED).mark
    assert save({"title": "", "text": ""}, mark=mark).mark == Mark()
    assert SavedDraft.select().count() == 0


def test_it_is_encrypted_and_leaves_nothing_in_the_log(save):
    before = Entry.select().count()
    save(TYPED)
    row = SavedDraft.get()
    assert "路灯" not in row.sealed and Entry.select().count() == before


def test_nobody_else_opens_changes_or_deletes_it(save, opened, cast, now):
    mark = save(TYPED).mark
    assert opened(actor=cast.asker) is None and opened(actor=cast.asker, draft=mark.id) is None
    assert opened(actor=GUEST) is None
    other = save({"text": "别人的"}, form="phone", mark=mark, actor=cast.asker)
    assert other.mark.id != mark.id and not other.both
    with pytest.raises(NotFound):
        drafts.discard(mark.id, actor=cast.asker)
    with pytest.raises(Unauthorized):
        save(TYPED, actor=GUEST)
    assert [row.title for row in drafts_page(cast.neighbour, now, ENCRYPTOR).rows] == [TYPED["title"]]


def test_there_are_at_most_so_many_of_at_most_so_many_bytes(save):
    for number in range(MOST):
        save(TYPED, form=f"form {number}")
    with pytest.raises(Conflict):
        save(TYPED, form="one more")
    with pytest.raises(TooLarge):
        save({"text": "长" * 100_000}, form="form 1")
    assert SavedDraft.select().count() == MOST


def test_it_expires_when_nobody_has_saved_it_for_so_long(save, opened, now):
    save(TYPED)
    assert opened(at=now + KEPT_FOR - timedelta(seconds=1)) and not opened(at=now + KEPT_FOR)
    drafts.Expiring().advance(now + KEPT_FOR - timedelta(seconds=1))
    assert SavedDraft.select().count() == 1
    drafts.Expiring().advance(now + KEPT_FOR)
    assert SavedDraft.select().count() == 0


def test_a_draft_of_another_key_is_none(save, cast, now):
    mark = save(TYPED).mark
    assert begun(ASK, viewer=cast.neighbour, now=now, encryptor=Encryptor("another"), draft=mark.id) is None
    assert drafts_page(cast.neighbour, now, Encryptor("another")).rows[0].title == ""


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "ask ",
        "thread-0",
        "thread-",
        "thread-01",
        "board-",
        "board-a/b",
        "thread-9999999999999999999",
        "x",
        "board-\u5efa",
    ],
)
def test_what_is_no_place_is_refused(raw):
    with pytest.raises(Malformed):
        read_place(raw)


@pytest.mark.parametrize("raw", ["ask", "board-zhujian", "thread-7"])
def test_a_place_is_read_as_it_is_written(raw):
    assert str(read_place(raw)) == raw


@pytest.mark.parametrize(
    ("raw", "mark"), [("12-3", Mark(12, 3)), ("", Mark()), ("x", Mark()), ("0-1", Mark()), ("1-1-1", Mark())]
)
def test_a_mark_that_is_none_is_that_of_a_new_draft(raw, mark):
    assert read_mark(raw) == mark


REPLY = {"text": "我也看到了。"}


@pytest.fixture
def site_of(client_of, cast):
    return client_of(cast.neighbour)


def field(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_without_script_a_button_saves_and_the_form_of_another_device_continues(site_of, client_of, cast, question):
    sent = site_of.post("/drafts", data={**REPLY, "place": f"thread-{question.id}", "once": "k1", "draft": ""})
    assert sent.status_code == 303 and f"/threads/{question.id}/reply?draft=" in sent.location
    other = client_of(cast.neighbour)
    page = other.get(f"/threads/{question.id}/reply").text
    assert "我也看到了。" in page and "这是您上次存的草稿" in page
    assert "您有一份没写完的回复" in other.get(f"/threads/{question.id}").text
    assert "我也看到了。" in other.get("/drafts").text
    assert "我也看到了。" not in client_of(cast.asker).get("/drafts").text
    assert "我也看到了。" not in other.get(f"/threads/{question.id}/reply?draft=0").text


def test_it_goes_away_in_the_transaction_that_sends_it(site_of, question):
    site_of.post("/drafts", data={**REPLY, "place": f"thread-{question.id}", "once": "k1"})
    page = site_of.get(f"/threads/{question.id}/reply").text
    data = {**REPLY, "once": field(page, "once"), "draft": field(page, "draft"), "kind": "reply"}
    assert site_of.post(f"/threads/{question.id}/posts", data={**data, "text": " "}).status_code == 422
    assert SavedDraft.select().count() == 1
    assert site_of.post(f"/threads/{question.id}/posts", data=data).status_code == 303
    assert SavedDraft.select().count() == 0 and Post.select().count() == 2


def test_one_that_another_device_changed_meanwhile_stays(site_of, question):
    place = f"thread-{question.id}"
    site_of.post("/drafts", data={**REPLY, "place": place, "once": "k1"})
    page = site_of.get(f"/threads/{question.id}/reply").text
    site_of.post("/drafts", data={"text": "另一台又写的", "place": place, "once": "k1"})
    data = {**REPLY, "once": field(page, "once"), "draft": field(page, "draft"), "kind": "reply"}
    site_of.post(f"/threads/{question.id}/posts", data=data)
    assert SavedDraft.select().count() == 1


def test_a_question_begun_is_continued_and_gone_once_it_is_asked(site_of, places):
    typed = {**TYPED, "to": ["zhujian"], "place": "ask", "once": "k1"}
    mark = site_of.post("/drafts", data={**typed, "quiet": "1"}).json
    assert mark["draft"].endswith("-1") and mark["both"] is False
    page = site_of.get("/ask").text
    assert TYPED["title"] in page and TYPED["text"] in page
    look = {**TYPED, "to": ["zhujian"], "once": field(page, "once"), "draft": field(page, "draft")}
    looked = site_of.post("/ask", data=look).text
    sent = site_of.post("/ask", data={**look, "considered": field(looked, "considered")})
    assert sent.status_code == 303 and Thread.select().count() == 1 and SavedDraft.select().count() == 0


def test_a_deleted_draft_is_gone_and_deleting_it_twice_is_told(site_of, places):
    site_of.post("/drafts", data={**TYPED, "place": "board-zhujian", "once": "k1"})
    [row] = SavedDraft.select()
    assert site_of.post(f"/drafts/{row.id}/deletion").status_code == 303
    assert site_of.post(f"/drafts/{row.id}/deletion").status_code == 404


def test_bad_saves_are_answered_clearly(site_of, places):
    for place, status in (("", 400), ("thread-999", 404), ("board-nowhere", 404), ("nonsense", 400)):
        assert site_of.post("/drafts", data={**REPLY, "place": place}).status_code == status
    assert SavedDraft.select().count() == 0


def test_the_list_shows_a_spokespersons_draft_of_a_case_too(client_of, cast, question):
    browser = client_of(cast.spokesperson)
    browser.post(f"/threads/{question.id}/draft", data={"text": "已派人去看。", "kind": "reply"})
    page = browser.get("/drafts").text
    assert "已派人去看。" in page and "工作台的草稿" in page


def test_the_title_of_a_thread_that_is_hidden_now_is_not_shown(site_of, question, cast, now):
    site_of.post("/drafts", data={**REPLY, "place": f"thread-{question.id}", "once": "k1"})
    Thread.update(hidden=True).where(Thread.id == question.id).execute()
    assert question.title not in site_of.get("/drafts").text

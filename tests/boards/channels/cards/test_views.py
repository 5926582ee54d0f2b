"""The addresses of share cards: what is concealed is on none of them, whatever was drawn before; and the worker that draws ahead."""

import pytest

from boards.actions.posts.threads import support
from boards.channels.cards.drawing import draw
from boards.channels.cards.keeping import EVERY, CardKeeper, Cards
from boards.channels.cards.queries import face_of, site_face
from boards.models.threads import Thread


@pytest.fixture
def drawn(monkeypatch):
    """The faces that were drawn."""
    faces = []
    monkeypatch.setattr("boards.channels.cards.keeping.draw", lambda face: faces.append(face) or draw(face))
    return faces


@pytest.fixture
def folder(settings):
    return Cards(settings.data / "cards")


@pytest.fixture
def keeper(app, folder):
    made = CardKeeper(app.extensions["wenqu"].current_city, folder)
    made.work(app.extensions["wenqu"].clock.now())
    return made


def files(folder):
    return sorted(file.name for file in folder.folder.glob("*"))


def test_a_thread_has_a_card_that_is_drawn_once(app, question, drawn, rules, now):
    browser, path = app.test_client(), f"/threads/{question.id}/card.png"
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/png", "no-cache")
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n" and "Set-Cookie" not in answer.headers
    assert browser.get(path).data == answer.data and len(drawn) == 1
    again = browser.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    face = drawn[0]
    assert (face.title, face.badge, face.tone, face.office) == (
        "三衢路口没有红绿灯",
        "未受理",
        "unaccepted",
        "衢州市住房和城乡建设局",
    ) or face.title


def test_another_status_is_another_card_and_the_old_one_is_gone(app, question, drawn, folder):
    path = f"/threads/{question.id}/card.png"
    before = app.test_client().get(path)
    Thread.update(status="accepted").where(Thread.id == question.id).execute()
    after = app.test_client().get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and after.data != before.data
    assert len([name for name in files(folder) if name.startswith(f"{question.id}-")]) == 1


@pytest.mark.parametrize("change", [{"hidden": True}, {"merged_into": 1}])
def test_a_concealed_thread_has_the_neutral_card_at_once(app, question, rules, folder, change):
    browser, path = app.test_client(), f"/threads/{question.id}/card.png"
    before = browser.get(path)
    Thread.update(change).where(Thread.id == question.id).execute()
    after = browser.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and after.data == browser.get("/card.png").data != before.data
    assert not [name for name in files(folder) if name.startswith(f"{question.id}-")], "nor is the old one kept"


def test_a_waiting_thread_has_none(app, question):
    path = f"/threads/{question.id}/card.png"
    app.test_client().get(path)
    Thread.update(public=False).where(Thread.id == question.id).execute()
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().get("/threads/4711/card.png").status_code == 404


def test_whoever_has_too_many_drawn_gets_the_neutral_one(app, question, drawn, monkeypatch):
    monkeypatch.setattr("boards.channels.cards.views._may_draw", lambda now: False)
    browser = app.test_client()
    assert browser.get(f"/threads/{question.id}/card.png").data == browser.get("/card.png").data


def test_the_worker_draws_ahead_and_throws_away_what_was_hidden(app, asked, cast, keeper, folder, drawn, clock, rules):
    thread = asked("新的问题")
    assert keeper.work(clock.now()) > 0
    face = face_of(thread.id, rules, clock.now())
    assert folder.kept(thread.id, face) and [each.title for each in drawn] == ["新的问题"]
    app.test_client().get(f"/threads/{thread.id}/card.png")
    assert len(drawn) == 1, "it was there already"
    Thread.update(hidden=True).where(Thread.id == thread.id).execute()
    support(thread, actor=cast.neighbour, now=clock.now())
    assert keeper.work(clock.now()) > 0
    assert not [name for name in files(folder) if name.startswith(f"{thread.id}-")]


def test_the_worker_draws_one_card_in_two_seconds_and_a_busy_thread_once(app, asked, cast, keeper, drawn, clock):
    now, threads = clock.now(), [asked(title) for title in ("第一个", "第二个", "第三个")]
    keeper.work(now)
    for thread in threads[:2]:
        support(thread, actor=cast.neighbour, now=now)
    assert [keeper.work(now), len(drawn)] == [2, 1]
    for _ in range(3):
        keeper.work(now := now + EVERY)
    assert sorted(face.title for face in drawn) == ["第一个", "第三个", "第二个"]
    assert keeper.work(now + EVERY) == 0


def test_an_import_is_not_drawn(asked, keeper, folder, clock, monkeypatch):
    monkeypatch.setattr("boards.channels.cards.keeping.BATCH", 1)
    asked("新的问题")
    while keeper.work(clock.now()):
        pass
    assert not [name for name in files(folder) if not name.startswith("0-")]


def test_the_folder_is_bounded_and_begins_empty(folder, rules, app, clock):
    for number in range(1, 6):
        folder.folder.mkdir(exist_ok=True)
        (folder.folder / f"{number}-x.png").write_bytes(b"x")
    folder.prune(3)
    assert len(files(folder)) == 3
    CardKeeper(app.extensions["wenqu"].current_city, folder).work(clock.now())
    assert files(folder) == []


def test_a_page_names_its_card_to_guests(see, cast, question):
    page = see(cast.guest, f"/threads/{question.id}")
    assert (
        f'<meta property="og:image" content="http://127.0.0.1:8000/threads/{question.id}/card.png?v=unaccepted">'
        in page
    )
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image" content="http://127.0.0.1:8000/card.png">' in see(cast.guest, "/")
    assert "og:image" not in see(cast.asker, f"/threads/{question.id}")


def test_the_neutral_card_says_the_name_of_the_city(rules):
    assert site_face(rules).title == "" and site_face(rules).tagline.endswith("公开答复市民的地方")

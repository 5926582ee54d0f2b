"""One's own data as a zip: all that one wrote, nothing of others, only with the password, and readable as JSON and HTML."""

import io
import json
import zipfile

import pytest

from boards.drafts.actions import save
from boards.drafts.rules import Mark, Place, PlaceKind
from boards.export import records
from boards.files.models import Upload
from boards.mine.actions import watch_place
from boards.models.notifications import DeliveryChoice
from boards.models.threads import Post
from forum.private import Encryptor
from forum.store.log import Entry
from moderation.reports import actions as reporting

PASSWORD = "a long enough password"


@pytest.fixture
def archive(client_of):
    """archive(actor): the files of the actor's export, by name."""

    def fetch(actor):
        answer = client_of(actor).post("/account/export", data={"password": PASSWORD})
        assert (answer.status_code, answer.content_type) == (200, "application/zip")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
            return {name: found.read(name).decode() for name in found.namelist()}

    return fetch


def test_what_one_wrote_is_in_it_also_anonymously_and_what_others_wrote_is_not(archive, cast, question, asked, say):
    asked("悄悄问一句", anonymous=True, text="<script>alert(1)</script>")
    say(question, "别人的话。")
    files = archive(cast.asker)
    threads = json.loads(files["threads.json"])
    assert [(each["title"], bool(each["anonymous"])) for each in threads] == [
        ("三衢路口没有红绿灯", False),
        ("悄悄问一句", True),
    ]
    texts = [each["text"] for each in json.loads(files["posts.json"])]
    assert len(texts) == 2 and "<script>alert(1)</script>" in texts
    assert "别人的话。" not in "".join(files.values())
    assert "<script>alert" not in files["index.html"] and "&lt;script&gt;" in files["index.html"]


def test_every_section_is_there_and_every_json_is_valid(archive, cast, places, question, now, rules, settings):
    watch_place(places.roads, actor=cast.asker, now=now)
    files = archive(cast.asker)
    names = {section.name for section in records.sections(cast.asker, now, settings)}
    assert set(files) == {"index.html", *(f"{name}.json" for name in names)}
    read = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    assert read["account.json"][0]["username"] == "asker" and read["ratings.json"] == []
    assert read["watched_places.json"][0]["department"] == "jiaotong"
    assert "password_hash" not in files["account.json"] and "key_hash" not in "".join(files.values())


def test_what_one_chose_to_be_told_of_is_in_it(archive, cast, now, client_of):
    client_of(cast.asker).post("/search/saved", data={"q": "红绿灯"})
    DeliveryChoice.create(account=cast.asker.account, event="mentioned", channel="mail", wanted=False)
    files = archive(cast.asker)
    assert [each["words"] for each in json.loads(files["saved_searches.json"])] == ["红绿灯"]
    assert [each["event"] for each in json.loads(files["notification_choices.json"])] == ["mentioned"]


def test_the_files_of_posts_and_those_not_sent_are_listed(archive, cast, question, now):
    own = {"account": cast.asker.account, "kind": "picture", "media": "image/webp", "size": 900, "created_at": now}
    Upload.create(key="k", sha256="a" * 64, name="灯.jpg", **own)
    files = archive(cast.asker)
    assert [each["name"] for each in json.loads(files["uploads.json"])] == ["灯.jpg"]
    assert json.loads(files["files.json"]) == []


def test_the_log_tells_what_one_did_and_not_who_did_something_to_one(archive, cast, question, rules, now, client_of):
    post = Post.get(Post.thread == question.id)
    reporting.report(post, actor=cast.neighbour, now=now, city=rules, reason="骂人", code="insult")
    entries = json.loads(archive(cast.asker)["log.json"])
    assert {entry["id"] for entry in entries} >= {
        entry.id for entry in Entry.select().where(Entry.actor_id == cast.asker.account)
    }
    assert all("actor" not in entry and "data" not in entry for entry in entries)
    assert "骂人" not in "".join(archive(cast.asker).values())
    assert "骂人" in archive(cast.neighbour)["reports.json"]


def test_what_was_written_and_not_sent_can_be_read(archive, cast, now, settings):
    typed = {
        "fields": {"text": "写了一半"},
        "mark": Mark(),
        "form": "a form",
        "encryptor": Encryptor(settings.secret_key),
    }
    save(Place(PlaceKind.ASK), **typed, actor=cast.asker, now=now)
    (draft,) = json.loads(archive(cast.asker)["unsent.json"])
    assert (draft["place"], draft["fields"]) == ("ask", {"text": "写了一半"})
    assert json.loads(archive(cast.neighbour)["unsent.json"]) == []


def test_it_needs_the_password(client_of, cast):
    for password in ("", "wrong"):
        assert client_of(cast.asker).post("/account/export", data={"password": password}).status_code == 422


def test_many_rows_are_read_in_pieces(archive, cast, question, say, monkeypatch):
    monkeypatch.setattr(records, "PIECE", 2)
    for n in range(5):
        say(question, f"第 {n} 句", actor=cast.asker)
    assert len(json.loads(archive(cast.asker)["posts.json"])) == 6

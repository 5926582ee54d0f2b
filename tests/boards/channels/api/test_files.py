"""Pictures through the API: sent, named by a question or a reply, and shown as the text is."""

import hashlib
import io

import pytest
from stage_pictures import document, picture

from boards.files.models import PostFile, Upload


def sent(caller, content=None, name="坑.jpg", headers=(), **fields):
    form = {"file": (io.BytesIO(picture(place=True) if content is None else content), name), **fields}
    return caller.post("/files", data=form, content_type="multipart/form-data", headers=headers)


@pytest.fixture
def asker(api_of, cast):
    return api_of(cast.asker)


@pytest.fixture
def shown(asker, question):
    """A reply with a picture, as its call answers."""
    key = sent(asker, alt="一个坑").json["id"]
    answer = asker.post(f"/threads/{question.id}/posts", json={"text": "看图", "files": [key]})
    assert answer.status_code == 201
    return answer.json


def test_a_picture_is_sent_and_then_posted(shown, app, api_of, cast):
    (file,) = shown["files"]
    assert (file["kind"], file["alt"], file["name"], file["width"], file["blurred"]) == (
        "picture",
        "一个坑",
        "坑.jpg",
        64,
        False,
    )
    assert hashlib.sha256(app.test_client().get(file["url"]).data).hexdigest() == file["sha256"]
    assert app.test_client().get(file["thumbnail"]).status_code == 200
    assert api_of(cast.guest).get(f"/posts/{shown['id']}").json["files"] == [file]


def test_a_question_has_pictures_too(asker, places):
    keys = [sent(asker).json["id"], sent(asker, picture("PNG", (90, 60))).json["id"]]
    question = {"title": "路灯不亮", "text": "三天了。", "kind": "complaint", "files": keys}
    thread = asker.post("/boards/zhujian/threads", json=question).json["id"]
    (post,) = asker.get(f"/threads/{thread}/posts").json["items"]
    assert [file["width"] for file in post["files"]] == [64, 90]


def test_a_picture_that_is_sent_again_with_its_key_is_stored_once(asker):
    first, second = (sent(asker, headers={"Idempotency-Key": "photo-1"}) for _ in range(2))
    assert (first.status_code, first.data) == (201, second.data) and Upload.select().count() == 1
    assert sent(asker, picture("PNG"), headers={"Idempotency-Key": "photo-1"}).status_code == 409


@pytest.mark.parametrize(
    ("content", "field", "given"),
    [
        (b"<svg onload=alert(1)>", "file", {}),
        (b"PK\x03\x04" + bytes(40), "file", {}),
        (document(), "file", {}),
        (None, "alt", {"alt": "长" * 201}),
        (None, "colour", {"colour": "red"}),
    ],
)
def test_what_is_refused_is_a_422_that_names_the_field(asker, content, field, given):
    answer = sent(asker, content, **given)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field]) and not Upload.select().exists()


@pytest.mark.parametrize("form", [{}, {"alt": "x"}, {"file": "not a file, but text"}])
def test_a_form_without_a_file_is_a_422(asker, form):
    answer = asker.post("/files", data=form, content_type="multipart/form-data")
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["file"])


def test_json_is_not_what_it_takes_and_a_guest_sends_nothing(asker, api_of, cast):
    assert asker.post("/files", json={"file": "x"}).status_code == 415
    assert sent(api_of(cast.guest)).status_code == 401


def test_personal_data_in_a_description_is_pointed_out_or_covered(asker):
    assert sent(asker, alt="电话 13812345678").json["personal_data"][0]["field"] == "alt"
    assert "13812345678" not in sent(asker, alt="电话 13812345678", personal_data="mask").json["alt"]


def test_only_one_s_own_uploads_can_be_posted(asker, api_of, cast, question):
    key = sent(asker).json["id"]
    for caller, files in ((api_of(cast.neighbour), [key]), (asker, ["nothing"]), (asker, [key] * 11)):
        refused = caller.post(f"/threads/{question.id}/posts", json={"text": "看图", "files": files})
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["files"])
    assert not PostFile.select().exists()


def test_an_official_s_pdf_is_posted(api_of, cast, question):
    speaker = api_of(cast.spokesperson)
    key = sent(speaker, document(), "批复.pdf").json["id"]
    (file,) = speaker.post(f"/threads/{question.id}/posts", json={"text": "见附件", "files": [key]}).json["files"]
    assert (file["kind"], file["media"], file["thumbnail"]) == ("document", "application/pdf", None)

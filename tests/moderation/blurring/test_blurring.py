"""A moderator blurs regions of a picture; nobody sees the file as it was but those who may open it, on record."""

import hashlib
import io

import pytest
from PIL import Image
from stage_pictures import opened

from boards.files.models import PostFile
from forum.problems import Invalid
from forum.store.log import Entry, entry_data
from moderation.blurring.rules import Region, in_pixels, read_regions


@pytest.fixture
def file(client_of, cast, question):
    """The picture of a reply."""
    sent = {"text": "看图", "kind": "reply", "pictures": (io.BytesIO(stripes()), "a.png")}
    assert client_of(cast.asker).post(f"/threads/{question.id}/posts", data=sent).status_code == 303
    return PostFile.get()


@pytest.fixture
def blur(client_of, cast, file):
    """blur(regions): the answer to a moderator's form."""
    return lambda regions="0 0 50 50", code="plate": client_of(cast.moderator).post(
        f"/files/{file.id}/blurring", data={"regions": regions, "code": code}
    )


def address(file, sha256):
    return f"/files/{file.id}/{sha256[:12]}.webp"


def stripes():
    """A PNG of black and white stripes of four pixels each, as strokes of letters."""
    drawn, written = Image.new("L", (200, 100), 255), io.BytesIO()
    for left in range(0, 200, 8):
        drawn.paste(0, (left, 0, left + 4, 100))
    drawn.save(written, "PNG")
    return written.getvalue()


def contrast(shown, box):
    low, high = shown.crop(box).convert("L").getextrema()
    return high - low


def test_the_region_is_unrecognisable_and_the_rest_as_before(blur, file, app):
    before = opened(app.test_client().get(address(file, file.sha256)).data)
    assert blur("40 40 20 20").status_code == 303
    shown = opened(app.test_client().get(address(file, PostFile.get().shown_sha256)).data)
    inside, outside = (84, 44, 116, 56), (4, 4, 60, 30)
    assert shown.size == before.size
    assert contrast(before, inside) > 200 < contrast(shown, outside) and contrast(shown, inside) < 90


def test_the_old_address_gives_nothing_to_anybody(blur, file, client_of, cast):
    blur()
    for name in (address(file, file.sha256), address(file, file.sha256).replace(".webp", "-240.webp")):
        for who in (cast.guest, cast.asker, cast.moderator, cast.administrator):
            assert client_of(who).get(name).status_code == 404


def test_the_page_shows_the_new_file_and_says_so(blur, file, see, cast):
    blur()
    page = see(cast.guest, f"/threads/{file.thread_id}")
    new = PostFile.get().shown_sha256
    assert address(file, new) in page and file.sha256[:12] not in page and "管理员打了码" in page


def test_it_is_on_record_with_the_hash_of_the_new_file(blur, file, audited, client_of, cast):
    blur("10 20 30 40\n50 50 5 5")
    entry, new = Entry.select().where(Entry.deed == "post.blur").get(), PostFile.get().shown_sha256
    assert f'"files":["{new}"]' in entry.leaf and entry.reason == "plate" and entry.role == "moderator"
    told = entry_data(entry.data)
    assert (told["number"], told["before"], told["regions"]) == (1, file.sha256, [[10, 20, 30, 40], [50, 50, 5, 5]])
    assert "给图片打码" in client_of(cast.guest).get("/moderation/log").text
    assert audited() == []


def test_more_can_be_blurred_afterwards(blur, file, app):
    blur("0 0 10 10")
    once = PostFile.get().shown_sha256
    blur("50 50 10 10")
    assert PostFile.get().shown_sha256 not in (once, file.sha256)
    assert app.test_client().get(address(file, once)).status_code == 404


def test_the_original_is_opened_by_administrator_and_supervisor_on_record(blur, file, client_of, cast):
    blur()
    for who in (cast.asker, cast.moderator):
        assert client_of(who).post(f"/files/{file.id}/original").status_code == 403
    answer = client_of(cast.administrator).post(f"/files/{file.id}/original")
    assert hashlib.sha256(answer.data).hexdigest() == file.sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")
    look = Entry.select().where(Entry.deed == "private.look").get()
    assert look.post_id == file.post_id or look.object == f"post/{file.post_id}"


def test_the_form_comes_back_with_what_is_wrong(blur):
    for regions, said in (
        ("", "请框出"),
        ("a b c d", "四个 0 到 100"),
        ("0 0 0 5", "四个 0 到 100"),
        ("1 2 3", "四个 0 到 100"),
    ):
        answer = blur(regions)
        assert answer.status_code == 422 and said in answer.text
    assert "请选择打码的是什么" in blur(code="x").text and PostFile.get().shown_sha256 is None


def test_regions_are_read_as_they_are_typed():
    assert read_regions("20 35 10 5\n\n 1，2、3 %4 ") == (Region(20, 35, 10, 5), Region(1, 2, 3, 4))
    with pytest.raises(Invalid):
        read_regions("1 1 1 1\n" * 31)


def test_a_region_stays_within_the_picture_and_has_at_least_a_pixel():
    assert in_pixels(Region(90, 90, 50, 50), 200, 100) == (180, 90, 200, 100)
    assert in_pixels(Region(99, 99, 1, 1), 10, 10) == (9, 9, 10, 10)

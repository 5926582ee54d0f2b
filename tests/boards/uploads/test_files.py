"""Files with a question or a reply: kept while the form is refused, published with the post, shown as its text is."""

import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from stage_asking import digest
from stage_pictures import document, opened, picture

from boards.files.actions import KEPT, forget_old
from boards.files.models import PostFile, Upload
from boards.models.threads import Post, Thread
from forum.site_settings import FileQuota
from forum.store.log import Entry
from forum.wenqu import wenqu

QUESTION = {"title": "三衢路口的路灯不亮", "text": "三天没亮了。", "kind": "complaint", "to": "住建局"}


def chosen(*contents, name="IMG_1.jpg"):
    return [(io.BytesIO(content), name) for content in contents]


def keys(html):
    return re.findall(r'name="picture" value="([\w-]+)"', html)


@pytest.fixture
def browser(client_of, cast):
    return client_of(cast.asker)


@pytest.fixture
def reply(browser, question):
    """reply(**fields): the answer to a reply."""
    return lambda **fields: browser.post(
        f"/threads/{question.id}/posts", data={"text": "看图", "kind": "reply", **fields}
    )


def test_a_picture_chosen_at_the_first_look_is_shown_and_published_with_its_description(browser, places):
    looked = browser.post("/ask", data={**QUESTION, "pictures": chosen(picture(size=(800, 600)))}).text
    (key,) = keys(looked)
    preview = looked.split('<article class="preview">')[1].split("</article>")[0]
    assert f'src="/uploads/{key}" width="800" height="600"' in preview
    named = {**QUESTION, "picture": key, f"alt-{key}": "黑着的路灯"}
    again = browser.post("/ask", data={**named, "considered": digest(looked)}).text
    assert 'value="黑着的路灯"' in again and Thread.select().count() == 0
    assert browser.post("/ask", data={**named, "considered": digest(again)}).status_code == 303
    file, post = PostFile.get(), Post.get()
    assert (file.post_id, file.number, file.alt, file.width, file.height) == (post.id, 1, "黑着的路灯", 800, 600)


def test_the_leaf_of_the_post_holds_the_hash_of_the_file_that_is_served(reply, browser, app):
    reply(pictures=chosen(picture(), picture("PNG", (90, 60))))
    first, second = PostFile.select().order_by(PostFile.number)
    leaf = Entry.select(Entry.leaf).where(Entry.deed == "post.create").order_by(Entry.id.desc()).scalar()
    assert f'"files":["{first.sha256}","{second.sha256}"]' in leaf
    page = app.test_client().get(f"/threads/{first.thread_id}").text
    for file in (first, second):
        address = re.search(rf'href="(/files/{file.id}/[^"]+)"', page)[1]
        assert hashlib.sha256(app.test_client().get(address).data).hexdigest() == file.sha256


def test_it_is_shown_small_lazily_and_with_its_size(reply, app, question):
    reply(pictures=chosen(picture(size=(1200, 600))))
    page = app.test_client().get(f"/threads/{question.id}").text
    image = re.search(r"<img src=\"/files/[^>]*>", page)[0]
    assert 'width="1200" height="600"' in image and 'loading="lazy"' in image and 'alt="图 1"' in image
    srcset = re.search(r'srcset="([^"]+)"', image)[1].split(", ")
    assert [each.split()[1] for each in srcset] == ["240w", "480w"]
    for each in srcset:
        address, width = each.split()
        assert opened(app.test_client().get(address).data).width == int(width[:-1])


def test_it_is_served_so_that_nothing_in_it_runs(reply, app):
    reply(pictures=chosen(picture()))
    file = PostFile.get()
    answer = app.test_client().get(f"/files/{file.id}/{file.sha256[:12]}.webp")
    told = answer.headers
    assert (told["Content-Type"], told["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert told["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert told["Content-Disposition"] == f'inline; filename="wenqu-{file.id}.webp"'
    assert told["Cache-Control"] == "private, max-age=31536000, immutable" and "Set-Cookie" not in told


@pytest.mark.parametrize(
    "name", ["0123456789ab.webp", "x", "{sha}.pdf", "{sha}-333.webp", "{sha}-99999.webp", "..%2F..%2Fsecret-key"]
)
def test_another_name_leads_nowhere(reply, app, name):
    reply(pictures=chosen(picture()))
    file = PostFile.get()
    assert app.test_client().get(f"/files/{file.id}/{name.format(sha=file.sha256[:12])}").status_code == 404


def test_nothing_chosen_is_lost_when_another_field_is_wrong(reply, browser):
    refused = reply(text=" ", pictures=chosen(picture()))
    assert refused.status_code == 422 and PostFile.select().count() == 0
    (key,) = keys(refused.text)
    assert browser.get(f"/uploads/{key}").mimetype == "image/webp"
    refused = reply(text="", picture=key, **{f"alt-{key}": "坑"})
    assert keys(refused.text) == [key] and f'name="alt-{key}" value="坑"' in refused.text
    assert reply(picture=key, **{f"alt-{key}": "坑"}).status_code == 303
    assert PostFile.get().alt == "坑"


def test_a_file_that_is_no_picture_is_named_and_the_others_are_kept(reply):
    refused = reply(pictures=[*chosen(picture()), *chosen(b"<svg onload=alert(1)>", name="图.svg")])
    assert refused.status_code == 422 and "“图.svg”：不收 SVG" in refused.text and len(keys(refused.text)) == 1


def test_one_that_is_not_wanted_is_left_out(reply):
    (key,) = keys(reply(text="", pictures=chosen(picture())).text)
    reply(picture=key, drop=key)
    assert PostFile.select().count() == 0 and Post.select().where(Post.floor == 2).exists()


def test_ten_at_once_are_published_in_their_order_and_the_eleventh_is_refused(reply):
    sizes = [(40 + number, 30) for number in range(11)]
    refused = reply(pictures=chosen(*(picture(size=size) for size in sizes)))
    assert refused.status_code == 422 and "最多 10 个文件" in refused.text
    assert reply(picture=keys(refused.text)).status_code == 303
    assert [row.width for row in PostFile.select().order_by(PostFile.number)] == [size[0] for size in sizes[:10]]


def test_the_same_twice_is_stored_and_shown_once(reply, app, settings):
    reply(pictures=chosen(picture(), picture()))
    reply(text="又一次", pictures=chosen(picture()))
    assert len({row.sha256 for row in PostFile.select()}) == 1 and PostFile.select().count() == 2
    assert len([path for path in Path(settings.files).rglob("*") if path.is_file()]) == 3  # the file and two thumbnails


def test_a_name_is_shown_without_folders_and_shortened(reply):
    page = reply(text="", pictures=chosen(picture(), name="../../etc/" + "长" * 4000 + ".jpg")).text
    assert "etc" not in page and Upload.get().name.endswith("….jpg") and len(Upload.get().name) <= 80


def test_a_stranger_gets_no_upload_and_cannot_publish_it(reply, client_of, cast, question):
    (key,) = keys(reply(text="", pictures=chosen(picture())).text)
    other = client_of(cast.neighbour)
    assert other.get(f"/uploads/{key}").status_code == 404
    other.post(f"/threads/{question.id}/posts", data={"text": "偷图", "kind": "reply", "picture": key})
    assert PostFile.select().count() == 0


def test_only_an_official_may_add_a_pdf_which_is_saved_and_not_opened(reply, client_of, cast, question, app):
    assert "PDF 只有部门答复时可以附" in reply(pictures=chosen(document(), name="a.pdf")).text
    sent = {"text": "见附件", "kind": "reply", "pictures": chosen(document(), name="方案 第一版.pdf")}
    assert client_of(cast.spokesperson).post(f"/threads/{question.id}/posts", data=sent).status_code == 303
    file = PostFile.get()
    assert "方案 第一版.pdf</a>" in app.test_client().get(f"/threads/{question.id}").text
    answer = app.test_client().get(f"/files/{file.id}/{file.sha256[:12]}.pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.data == document()


def test_the_script_sends_one_at_a_time(browser, people):
    made = browser.post("/uploads", data={"pictures": chosen(picture())[0]})
    assert made.status_code == 201 and len(keys(made.text)) == 1 and "<html" not in made.text
    refused = browser.post("/uploads", data={"pictures": chosen(b"<svg>")[0]})
    assert (refused.status_code, refused.mimetype) == (422, "text/plain") and "SVG" in refused.text
    assert browser.post("/uploads").status_code == 422


def test_the_place_is_kept_until_it_is_posted_only_when_its_owner_agrees(browser, people):
    photo = picture(place=True)
    assert "X-Place" not in browser.post("/uploads", data={"pictures": chosen(photo)[0]}).headers
    agreed = browser.post("/uploads", data={"pictures": chosen(photo)[0], "use_place": "1"})
    assert agreed.headers["X-Place"].startswith("31.2303")
    assert [row.latitude is None for row in Upload.select().order_by(Upload.id)] == [True, False]


def test_a_guest_sees_no_field_and_may_send_nothing(app, people):
    assert "登录以后可以加照片" in app.test_client().get("/ask").text
    assert app.test_client().post("/uploads", data={"pictures": chosen(picture())[0]}).status_code in (302, 303, 401)
    assert Upload.select().count() == 0


@pytest.fixture
def limit(app):
    """limit(**quota): that is the site's quota of files from now on."""

    def to(**quota):
        program = app.extensions["wenqu"]
        settings = replace(program.settings, rate_limits=True, file_quota=FileQuota(**quota))
        app.extensions["wenqu"] = replace(program, settings=settings)

    return to


def test_a_day_s_number_is_limited(browser, limit):
    limit(day=1)
    assert browser.post("/uploads", data={"pictures": chosen(picture())[0]}).status_code == 201
    assert "一天最多 1 张" in browser.post("/uploads", data={"pictures": chosen(picture())[0]}).text


def test_an_account_s_files_have_a_limit_in_all(reply, limit):
    limit(account=0)
    refused = reply(pictures=chosen(picture()))
    assert refused.status_code == 422 and "已到上限" in refused.text and not Upload.select().exists()


def test_a_post_s_number_and_a_file_s_size_are_those_of_the_setting(reply, browser, limit, api_of, cast, question):
    limit(post=1)
    refused = reply(pictures=chosen(picture(), picture("PNG", (90, 60))))
    assert "最多 1 个文件" in refused.text and len(keys(refused.text)) == 1
    more = [keys(reply(text="", pictures=chosen(picture("PNG", size))).text)[0] for size in ((30, 20), (40, 20))]
    assert "最多 1 个文件" in reply(picture=more).text
    caller = api_of(cast.asker)
    assert "files" in caller.post(f"/threads/{question.id}/posts", json={"text": "看图", "files": more}).json["errors"]
    limit(size=0)
    large = browser.post("/uploads", data={"pictures": chosen(picture())[0]})
    assert large.status_code == 422 and "不能超过 0 MB" in large.text
    assert not PostFile.select().exists()


def test_what_no_post_took_is_forgotten_with_its_bytes(reply, browser, app, now):
    reply(pictures=chosen(picture()))
    reply(text="", pictures=chosen(picture(size=(99, 99))))
    waiting = Upload.select().order_by(Upload.id.desc()).get()
    with app.app_context():
        store = wenqu().files
    assert forget_old(now + KEPT / 2, store) == 0
    assert forget_old(now + KEPT * 2, store) == 2 and Upload.select().count() == 0
    assert store.get(waiting.sha256) is None and store.get(PostFile.get().sha256)

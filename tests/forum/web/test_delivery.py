"""Pages: compressed where nothing can be measured, unchanged ones are not sent twice, and a guest's page holds no private byte."""

import re

import brotli
import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
PUBLIC = ["/", "/boards/zhujian", "/threads/1", "/about", "/departments", "/moderation/log"]


def test_guests_pages_are_compressed(client_of, cast, question, subtests):
    guest = client_of(cast.guest)
    for path in PUBLIC:
        with subtests.test(path):
            answer = guest.get(path, headers=BROWSER)
            assert answer.headers["Content-Encoding"] == "br"
            assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(answer.vary.as_set(preserve_casing=True))
            assert brotli.decompress(answer.data).decode() == guest.get(path).text


def test_a_guest_s_page_that_has_not_changed_is_not_sent_again(client_of, cast, question, subtests):
    guest = client_of(cast.guest)
    for path in PUBLIC:
        for headers in (BROWSER, {}):
            with subtests.test(path, headers=headers):
                tag = guest.get(path, headers=headers).headers["ETag"]
                again = guest.get(path, headers={**headers, "If-None-Match": tag})
                assert (again.status_code, again.data) == (304, b"")
                assert again.headers["ETag"] == tag and "Cookie" in again.headers["Vary"]


def test_another_language_or_another_post_is_another_page(client_of, cast, question):
    guest = client_of(cast.guest)
    tag = guest.get("/threads/1").headers["ETag"]
    assert guest.get("/threads/1", headers={"If-None-Match": tag, "Accept-Language": "en"}).status_code == 200
    client_of(cast.neighbour).post("/threads/1/posts", data={"text": "同问，路灯还没有修好。"})
    assert guest.get("/threads/1", headers={"If-None-Match": tag}).status_code == 200


def test_a_person_s_page_has_no_etag_and_is_never_a_304(client_of, cast, question, subtests):
    tag = client_of(cast.guest).get("/threads/1").headers["ETag"]
    for name in ("asker", "spokesperson", "moderator"):
        with subtests.test(name):
            answer = client_of(getattr(cast, name)).get("/threads/1", headers={"If-None-Match": tag})
            assert answer.status_code == 200 and "ETag" not in answer.headers


def test_a_guest_s_page_with_a_token_of_the_session_is_never_shared(app):
    """Also the second time, when the session's cookie is not set anew."""
    guest = app.test_client()
    for _ in range(2):
        answer = guest.get("/login")
        assert "csrf_token" in answer.text
        assert answer.headers["Cache-Control"] == "private, no-store" and "ETag" not in answer.headers


def test_a_person_s_page_is_compressed_only_where_it_repeats_nothing_of_the_request(client_of, cast, question):
    asker = client_of(cast.asker)
    assert asker.get("/threads/1", headers=BROWSER).headers["Content-Encoding"] == "gzip"  # forum.web.members.packing
    assert asker.get("/drafts", headers=BROWSER).headers["Content-Encoding"] == "br"
    for path in ("/search?q=路灯", "/threads/1?page=1", "/no-such-page"):
        assert "Content-Encoding" not in asker.get(path, headers=BROWSER).headers
    refused = asker.post("/threads/1/posts", data={"text": ""}, headers=BROWSER)
    assert refused.status_code == 422 and "Content-Encoding" not in refused.headers


def test_the_api_is_compressed_and_knows_its_own_etags_again(app, question):
    guest = app.test_client()
    answer = guest.get("/api/v1/threads/1", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"
    again = guest.get("/api/v1/threads/1", headers={**BROWSER, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/threads/1?view=tree", "/threads/1"),
        ("/threads/1?page=1", "/threads/1"),
        ("/boards/zhujian?status=closed", "/boards/zhujian"),
        ("/about?page=2&x=1", "/about?page=2"),
        ("/threads/1?order=desc&page=1", "/threads/1"),
        ("/about?of=3&page=2", "/about"),
    ],
)
def test_a_page_names_its_one_absolute_address_and_describes_itself(
    client_of, cast, question, settings, path, canonical
):
    page = client_of(cast.guest).get(path).text
    assert f'<link rel="canonical" href="{settings.url}{canonical}">' in page
    assert re.search(r'<meta name="description" content="[^"]{2,}">', page)


def test_an_error_page_has_no_canonical_address(client_of, cast):
    assert "canonical" not in client_of(cast.guest).get("/no-such-page").text

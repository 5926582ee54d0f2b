"""robots.txt and the sitemap, held to the protocol of sitemaps.org."""

import gzip
from datetime import datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from boards.channels.crawlers import queries
from boards.models.threads import Thread

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def read(client_of, cast, settings):
    """read(address): {address: lastmod or None} of a sitemap or of its index, as paths."""

    def get(address):
        response = client_of(cast.guest).get(address)
        assert (response.status_code, response.mimetype) == (200, "application/xml")
        root = ElementTree.fromstring(response.data)
        assert root.tag in (f"{MAP}urlset", f"{MAP}sitemapindex")
        found = {each.find(f"{MAP}loc").text: each.findtext(f"{MAP}lastmod") for each in root}
        assert len(found) == len(root) and all(url.startswith(settings.url + "/") for url in found)
        return {url.removeprefix(settings.url): at for url, at in found.items()}

    return get


def test_the_index_names_every_part_and_every_part_its_addresses(read, asked, monkeypatch):
    monkeypatch.setattr(queries, "PART", 3)
    monkeypatch.setattr(queries, "CHUNK", 2)
    asked_for = [asked(f"第{number}个问题") for number in range(8)]
    first, *parts = read("/sitemap.xml")
    assert first == "/sitemaps/places.xml" and parts == [f"/sitemaps/threads/{part}.xml" for part in (1, 2, 3)]
    threads = [list(read(part)) for part in parts]
    assert [len(part) for part in threads] == [3, 3, 2]
    assert [path for part in threads for path in part] == [f"/threads/{thread.id}" for thread in asked_for]


def test_a_part_is_compressed_as_it_is_streamed_for_whoever_takes_gzip(client_of, cast, asked):
    asked("公开的")
    guest = client_of(cast.guest)
    plain = guest.get("/sitemaps/threads/1.xml")
    packed = guest.get("/sitemaps/threads/1.xml", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert (
        packed.is_streamed
        and "Accept-Encoding" in packed.headers["Vary"]
        and "Accept-Encoding" in plain.headers["Vary"]
    )
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in guest.get("/sitemaps/places.xml", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_a_part_names_only_what_everybody_may_see_with_its_last_post(read, asked, screened, say, cast, clock):
    shown = asked("公开的")
    asked("还没审的", city=screened)
    hidden = asked("屏蔽的")
    Thread.update(hidden=True).where(Thread.id == hidden.id).execute()
    say(shown, "同问")
    (path,) = (found := read("/sitemaps/threads/1.xml"))
    assert path == f"/threads/{shown.id}" and datetime.fromisoformat(found[path]) == clock.now()


def test_boards_departments_and_fixed_pages_are_in_the_map_and_all_of_it_is_there(read, client_of, cast, question):
    places = read("/sitemaps/places.xml")
    assert {"/", "/boards/zhujian", "/departments/zhujian", "/hot", "/topics"} <= set(places)
    assert places["/boards/zhujian"] and not places["/departments/zhujian"]
    guest = client_of(cast.guest)
    assert {path: guest.get(path).status_code for path in places} == dict.fromkeys(places, 200)


def test_what_is_in_the_map_may_be_read_by_robots_and_what_is_private_may_not(
    read, client_of, cast, question, settings
):
    robots = RobotFileParser()
    robots.parse(client_of(cast.guest).get("/robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{settings.url}/sitemap.xml"]
    for path in (*read("/sitemaps/places.xml"), *read("/sitemaps/threads/1.xml"), "/feeds/site.atom", "/static/x.css"):
        assert robots.can_fetch("*", path), path
    for path in ("/login", "/account", "/admin/accounts", "/desk", "/search?q=a", "/api/v1/boards", "/moderation/held"):
        assert not robots.can_fetch("*", path), path


def test_an_empty_site_has_a_map_and_a_part_that_is_not_there_is_not_found(read, client_of, cast, places):
    assert list(read("/sitemap.xml")) == ["/sitemaps/places.xml"]
    assert client_of(cast.guest).get("/sitemaps/threads/1.xml").status_code == 404


def test_a_part_is_streamed_chunk_by_chunk(app, asked, monkeypatch):
    monkeypatch.setattr(queries, "CHUNK", 2)
    for number in range(5):
        asked(f"第{number}个问题")
    read = []
    real = queries._threads
    monkeypatch.setattr(queries, "_threads", lambda last, end: read.append(last) or real(last, end))
    addresses = queries.thread_addresses(1)
    next(addresses)
    assert read == [0] and len(list(addresses)) == 4 and len(read) == 4

"""Static files: hashed names that browsers keep for a year, compressed once."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
import rcssmin

from forum.web.static_files import ENCODINGS, SITE_SHEETS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FOLDER = Path(__file__).parents[3] / "templates" / "static"
A_YEAR = "public, max-age=31536000, immutable"


def linked(page):
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


def test_a_page_links_names_with_a_hash_which_are_kept_for_a_year(client_of, cast, question):
    guest = client_of(cast.guest)
    addresses = linked(guest.get("/threads/1").text)
    assert len(addresses) >= 3 and all(re.search(r"\.[0-9a-f]{10}\.", each) for each in addresses)
    for address in addresses:
        answer = guest.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, A_YEAR)
        assert "Set-Cookie" not in answer.headers and answer.headers["Vary"] == "Accept-Encoding"


def test_a_page_links_one_sheet_of_the_whole_site(client_of, cast, question):
    guest = client_of(cast.guest)
    sheets = [each for each in linked(guest.get("/threads/1").text) if each.endswith(".css")]
    assert len(sheets) == 1
    sent = guest.get(sheets[0]).text
    assert all(rcssmin.cssmin((FOLDER / name).read_text("utf-8"))[:40] in sent for name in SITE_SHEETS)


def test_scripts_and_sheets_are_sent_without_comments_and_blanks(app):
    for name, file in app.extensions["static_files"].files.items():
        if name.endswith((".css", ".js")):
            assert b"\n  " not in file.content and b"/*" not in file.content.replace(b"image/*", b""), name


def test_every_sheet_names_other_files_by_their_hash(app):
    files = app.extensions["static_files"]
    named = [each for file in files.files.values() for each in re.findall(rb"url\(([^)]+)\)", file.content)]
    assert named and all(files.find(each.decode())[1] for each in named)


def test_the_sheet_of_the_thread_page_stays_small(app):
    assert len(app.extensions["static_files"].files["thread.css"].content) <= 12_000


@pytest.mark.parametrize("address", ["/static/site.css", "/static/site.0123456789.css"])
def test_a_name_without_the_hash_of_today_is_asked_about_each_time(client_of, cast, address):
    answer = client_of(cast.guest).get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, no-cache")
    again = client_of(cast.guest).get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.css", "../base.html", "site.0123456789.js", ""])
def test_no_other_file_is_given_out(client_of, cast, name):
    assert client_of(cast.guest).get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("", None),
        ("identity", None),
    ],
)
def test_a_file_comes_in_the_smallest_encoding_that_the_browser_takes(client_of, cast, accepted, encoding):
    guest = client_of(cast.guest)
    plain = guest.get("/static/site.css").data
    answer = guest.get("/static/site.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert undo(answer.data) == plain


def test_every_encoding_of_a_file_has_an_etag_of_its_own(client_of, cast):
    guest = client_of(cast.guest)
    tags = {
        guest.get("/static/site.css", headers={"Accept-Encoding": each}).headers["ETag"] for each in (*ENCODINGS, "")
    }
    assert len(tags) == 3


SHARED_WITH_THREADS = {"clocks", "quote-full", "verbs", "views"}  # drawn alike wherever they stand


@pytest.mark.parametrize("sheet", sorted(path.name for path in FOLDER.glob("*.css") if path.name not in SITE_SHEETS))
def test_the_sheet_of_a_page_uses_no_class_that_threads_draw(sheet, app):
    """The sheet of threads is on every page: a class of its own would reach what another page means by the same word."""
    drawn = {rule[1:] for rule in rules("thread.css") if re.fullmatch(r"\.[\w-]+", rule)}
    used = {name for rule in rules(sheet) for name in re.findall(r"\.([\w-]+)", rule)}
    assert used & drawn <= SHARED_WITH_THREADS


def rules(sheet):
    text = re.sub(r"/\*.*?\*/", "", (FOLDER / sheet).read_text(), flags=re.S)
    return [each.strip() for selectors in re.findall(r"([^{}]+)\{", text) for each in selectors.split(",")]

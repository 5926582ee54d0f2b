"""What a visit costs on a metered phone: every byte of a thread of 20 floors, counted at the socket."""

import random
import re
import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from stage_pictures import picture

from boards.actions.posts import posts
from boards.actions.steps.recording import citizen_draft
from boards.files.actions import take
from boards.files.attachments import attachment_of
from boards.files.storage import open_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST, SECOND = 30_000, 8_000  # bytes, headers and all
APP = 8_000  # bytes of the worker, the manifest and the last entry of the log, asked for once the page has come
SCRIPTS = 21_500  # bytes of JavaScript, compressed
FLOORS = 20
RESOURCES = re.compile(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"|<(?:script|img)[^>]* src="([^"]+)"')
HAN = [chr(code) for code in range(0x4E00, 0x5200)]


@pytest.fixture
def thread(question, cast, rules, now):
    """20 floors of 120 characters drawn by lot, which compress worse than anybody's writing."""
    lot = random.Random(20)
    for _ in range(FLOORS - 1):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="".join(lot.choices(HAN, k=120)))
    return question


class Phone:
    """A browser's cache and a counter: each address is asked for over a connection of its own, as the headers demand."""

    def __init__(self, site):
        self.site, self.kept, self.received = site, {}, 0

    def visit(self, path):
        """The bytes received for a page and everything that it names."""
        before = self.received
        page = self._fetch(urljoin(self.site, path))
        for address in {one or other for one, other in RESOURCES.findall(page)}:
            if not address.startswith("/files/"):  # pictures come when they are near
                self._sheet_or_file(urljoin(self.site, address))
        return self.received - before

    def become_an_app(self):
        """The bytes received for the worker, the manifest and the last entry of the log, which are asked for once a page has come."""
        before = self.received
        for address in ("/sw.js", "/manifest.webmanifest?lang=zh-CN", "/outbox/withdrawn?after="):
            self._fetch(urljoin(self.site, address))
        return self.received - before

    def _sheet_or_file(self, address):
        content = self._fetch(address)
        for named in re.findall(r"url\(([^)]+)\)", content) if address.endswith(".css") else ():
            self._fetch(urljoin(address, named))

    def _fetch(self, address):
        headers, content = self.kept.get(address, ({}, ""))
        if "immutable" in headers.get("cache-control", ""):
            return content
        asked = {"If-None-Match": headers["etag"]} if "etag" in headers else {}
        status, headers, body = self._ask(address, asked)
        if status == 304:
            return content
        assert status == 200, address
        content = (brotli.decompress(body) if headers.get("content-encoding") == "br" else body).decode()
        self.kept[address] = headers, content
        return content

    def _ask(self, address, asked):
        url = urlsplit(address)
        lines = [
            f"GET {url.path}{'?' + url.query if url.query else ''} HTTP/1.1",
            f"Host: {url.netloc}",
            "Accept-Encoding: gzip, deflate, br",
            "Connection: close",
        ]
        lines += [f"{name}: {value}" for name, value in asked.items()]
        with socket.create_connection((url.hostname, url.port)) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode())
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        self.received += len(answer)
        head, _, body = answer.partition(b"\r\n\r\n")
        status, *headers = head.decode().split("\r\n")
        return int(status.split()[1]), {k.lower(): v for k, v in (each.split(": ", 1) for each in headers)}, body


def test_a_thread_of_twenty_floors_is_light_at_the_first_visit_and_lighter_at_the_second(
    site, thread, cast, rules, now, record_property
):
    phone = Phone(site)
    first, app = phone.visit(f"/threads/{thread.id}"), phone.become_an_app()
    second = phone.visit(f"/threads/{thread.id}")
    posts.reply(thread, actor=cast.neighbour, now=now, city=rules, text="又有人说话了。")
    changed = phone.visit(f"/threads/{thread.id}")
    measured = {"first": first, "app": app, "second": second, "second, with a new post": changed}
    record_property("bytes", measured)
    assert first <= FIRST and app <= APP, measured
    assert second <= SECOND and second < 2_000, measured


def test_ten_pictures_leave_the_first_visit_light(site, question, cast, rules, now, settings, record_property):
    store, given = open_store(settings.files), {"actor": cast.neighbour, "now": now}
    made = [take(picture(size=(90 + n, 60)), f"{n}.jpg", store=store, **given) for n in range(10)]
    draft = replace(citizen_draft("看图"), files=tuple(attachment_of(each, f"路口的照片 {each.id}") for each in made))
    posts.reply(question, city=rules, text=draft, **given)
    phone = Phone(site)
    first = phone.visit(f"/threads/{question.id}")
    record_property("bytes", first)
    assert "".join(page for _, page in phone.kept.values()).count('<img src="/files/') == 10
    assert first <= FIRST, first


def test_all_scripts_together_are_small(app):
    scripts = sorted(Path(app.static_folder).glob("*.js"))
    assert scripts and sum(len(brotli.compress(each.read_bytes())) for each in scripts) <= SCRIPTS

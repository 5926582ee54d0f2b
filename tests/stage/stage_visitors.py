"""Visitors of a site behind nginx, each with a connection of their own for each request, and what they were sent."""

import http.client
import json
import re
import ssl
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from stage_nodes import once

HOST = "wenqu.example"
PATIENCE = 120  # seconds in which every visitor gets an answer, on however busy a machine
TOKEN = re.compile(r'name="?csrf_token"?[^>]* value="?([^" >]+)')
UNCHECKED = ssl._create_unverified_context()  # the certificate is one that has signed itself


@dataclass
class Answer:
    """What came back: `status` 0 where nothing did, and the error in `text`."""

    path: str
    status: int
    text: str
    at: float  # of time.monotonic, when it came
    took: float
    headers: dict = field(default_factory=dict)

    @property
    def began(self):
        return self.at - self.took


class Visitor:
    """Somebody who asks nginx at `address` (host:port), and keeps cookies or comes each time as for the first."""

    def __init__(self, address, headers=(), cookies=True, secure=True):
        self.address, self.cookies, self.secure, self.seen = address, cookies, secure, []
        self.headers = {"Host": HOST, "Referer": f"https://{HOST}/", **dict(headers)}

    def send(self, method, path, body=None, **headers):
        began = time.monotonic()
        try:
            with closing(self._connection()) as connection:
                connection.request(method, path, body, {**self.headers, **headers})
                response = connection.getresponse()
                text, sent = response.read().decode(), response.headers
            answer = Answer(path, response.status, text, time.monotonic(), time.monotonic() - began, dict(sent.items()))
            self._keep_cookies(sent.get_all("Set-Cookie", []))
        except (OSError, http.client.HTTPException) as error:
            answer = Answer(path, 0, repr(error), time.monotonic(), time.monotonic() - began)
        self.seen.append(answer)
        return answer

    def _connection(self):
        if self.secure:
            return http.client.HTTPSConnection(self.address, timeout=60, context=UNCHECKED)
        return http.client.HTTPConnection(self.address, timeout=60)

    def get(self, path):
        return self.send("GET", path)

    def post_form(self, path, **fields):
        """Send the form of a page, with the token that stands in it."""
        page = self.get(path)
        assert page.status == 200, page
        token = TOKEN.search(page.text)[1]
        body = urlencode({"csrf_token": token, **fields})
        return self.send("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def call(self, path, content, **headers):
        """Send JSON to the API."""
        kind = {"Content-Type": "application/json"}
        return self.send("POST", f"/api/v1{path}", json.dumps(content), **kind, **headers)

    def sign_in(self, username, password):
        """Sign in on the page, and take a token of the API."""
        assert self.post_form("/login", username=username, password=password).status in (302, 303)
        return json.loads(self.call("/tokens", {"username": username, "password": password}).text)["token"]

    def _keep_cookies(self, set_cookies):
        known = dict(pair.split("=", 1) for pair in self.headers.get("Cookie", "").split("; ") if pair)
        known |= dict(each.split(";")[0].split("=", 1) for each in set_cookies)
        if known and self.cookies:
            self.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in known.items())


def kill_noted(node):
    """Kill a node; (before, after), of time.monotonic: what was sent to it before `after` and not answered before `before` was in flight."""
    before = time.monotonic()
    node.kill()
    return before, time.monotonic()


class Load:
    """Visitors who read and reply without a pause while the block runs.

    `readers` visitors get one path after the other; for each of `tokens` somebody replies to the threads. `replies` has {text: Answer}.
    """

    def __init__(self, address, paths, threads, tokens, readers=2):
        self.readers = [Visitor(address) for _ in range(readers)]
        self.writers = [Visitor(address, {"Authorization": f"Bearer {token}"}) for token in tokens]
        self.paths, self.threads, self.replies = paths, threads, {}
        self._stop = threading.Event()
        works = [(self._read, each) for each in self.readers] + [(self._write, each) for each in self.writers]
        self._running = [threading.Thread(target=work, args=(each,)) for work, each in works]

    @property
    def answers(self):
        return [answer for each in self.visitors for answer in each.seen]

    @property
    def visitors(self):
        return (*self.readers, *self.writers)

    def failed(self):
        """The answers that are no success."""
        return [answer for answer in self.answers if answer.status not in (200, 201)]

    def failed_besides(self, kills):
        """The failures of requests that were in flight at none of these `kills`, each as kill_noted tells it."""
        return [
            each
            for each in self.failed()
            if not any(each.at >= before and each.began <= after for before, after in kills)
        ]

    def goes_on(self, answers=2):
        """Wait until each visitor has been sent so many answers to what they asked for since now."""
        since = time.monotonic()
        for visitor in self.visitors:
            once(lambda visitor=visitor: sum(each.began >= since for each in visitor.seen[-100:]) >= answers, PATIENCE)

    def __enter__(self):
        for each in self._running:
            each.start()
        return self

    def __exit__(self, *error):
        self._stop.set()
        for each in self._running:
            each.join(70)

    def _read(self, visitor):
        for number in count():
            if self._stop.is_set():
                return
            visitor.get(self.paths[number % len(self.paths)])

    def _write(self, visitor):
        for number in count():
            if self._stop.is_set():
                return
            text = f"第 {number} 条回复，来自 {id(visitor)}，一字不差。"
            thread = self.threads[number % len(self.threads)]
            self.replies[text] = visitor.call(f"/threads/{thread}/posts", {"text": text})

"""A line between a browser and the site that can be cut, or lose the answer to what has been sent."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Line:
    """A TCP proxy on this machine with an address of its own. `state` is "up", "down" or "deaf".

    A line that is down takes no request; a deaf one takes it to the site, and its answer is lost.
    """

    def __init__(self):
        self.state, self.answered = "up", 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = set()
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._site = None

    def lead_to(self, site):
        self._site = (urlsplit(site).hostname, urlsplit(site).port)
        threading.Thread(target=self._accept, daemon=True).start()
        return self.address

    def become(self, state):
        """Change the state; connections of the one before are cut."""
        self.state = state
        for connection in list(self._open):
            self._cut(connection)

    def close(self):
        self.become("down")
        self._cut(self._listening)

    def _accept(self):
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            if self.state == "down":
                self._cut(browser)
                continue
            site = socket.create_connection(self._site)
            self._open |= {browser, site}
            threading.Thread(target=self._carry, args=(browser, site), daemon=True).start()
            threading.Thread(target=self._bring_back, args=(site, browser), daemon=True).start()

    def _carry(self, source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        self._cut(source)
        self._cut(target)

    def _bring_back(self, site, browser):
        try:
            while data := site.recv(65536):
                if self.state == "deaf":
                    self.answered += 1
                    break
                browser.sendall(data)
        except OSError:
            pass
        self._cut(site)
        self._cut(browser)

    def _cut(self, connection):
        self._open.discard(connection)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

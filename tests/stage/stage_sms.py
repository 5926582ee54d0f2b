"""Peers of the SMS and voice gateways: an SMPP server of another make, and a provider that speaks HTTP, written apart from the codecs."""

import asyncio
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import smpp34

PATIENCE = 60  # seconds; a busy machine is no failure


def until(condition, step=lambda: None):
    """What `condition` returns once it is true; `step` is done in between."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen"
        step()
        time.sleep(0.01)
    return found


class SmppPeer:
    """An SMPP server by smpp34, in a thread of its own: `taken` are the parts that it was sent.

    `silent`: a message is taken and never answered; `refusing` is a command_status to answer with.
    """

    def __init__(self):
        self.taken, self.bound, self.silent, self.refusing, self.port = [], [], False, 0, None
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self.loop).result(PATIENCE)
        self.serving = asyncio.run_coroutine_threadsafe(self._serve(), self.loop)

    async def _start(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server = smpp34.Server(host="127.0.0.1", port=self.port, system_id="peer")
        await self.server.start()

    async def _serve(self):
        self.kept = []
        while True:
            event = await self.server.next()
            if isinstance(event, smpp34.Esme):
                self.bound.append(event)
            elif isinstance(event, smpp34.SubmitSmEvent):
                self._take(event)

    def _take(self, event):
        self.taken.append((event.destination_addr, event.short_message, event.data_coding, event.esm_class))
        self.kept.append(event)
        if self.silent:
            return
        if self.refusing:
            event.reject(self.refusing)
        else:
            event.accept(f"smsc-{len(self.taken)}")

    def deliver(self, sender, content, coding=8, esm_class=0):
        """Bring a message or a receipt; returns a future with the answer."""
        given = {"source_addr": sender, "destination_addr": "10690000", "short_message": content}

        async def bring():
            return await self.bound[-1].deliver_sm(**given, data_coding=coding, esm_class=esm_class)

        return asyncio.run_coroutine_threadsafe(bring(), self.loop)

    async def _stop(self):
        await self.server.stop()

    def close(self):
        self.serving.cancel()
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(PATIENCE)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(PATIENCE)
        self.loop.close()


class HttpPeer:
    """A provider: `calls` are (path, query, headers, body) of what came; `answers` what it says, one after the other.

    An answer that is None: the request is read, and the connection ends without a word.
    """

    def __init__(self, *answers):
        self.calls, self.answers = [], list(answers)
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                url = urlsplit(self.path)
                query = {name: found[0] for name, found in parse_qs(url.query).items()}
                peer.calls.append((url.path, query, dict(self.headers), body))
                answer = peer.answers.pop(0)
                if answer is None:
                    self.close_connection = True
                    return
                said = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *given):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(PATIENCE)

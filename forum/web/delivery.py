"""How a page reaches the browser: compressed where that gives nothing away, and not sent again while it is the same.

Why not every page is compressed: docs/decisions/0012-what-is-compressed.md.
"""

import re
import zlib
from collections.abc import Iterable, Iterator

from flask import Flask, Response, g, request
from flask_compress import Compress
from werkzeug.http import generate_etag

compress = Compress()
# Brotli before zstd: at these levels a thread is a tenth smaller, and takes about a millisecond.
ALGORITHMS = ["br", "zstd", "gzip"]

VIEWS = re.compile(rb'<span class="viewed">(\d{1,3}(?:,\d{3}){0,6})<')  # as templates/macros/marks.html writes them


def install(app: Flask) -> None:
    """Compress and tag responses. Register before the headers are set: Flask calls the handlers in reverse."""
    app.config.update(
        COMPRESS_REGISTER=False, COMPRESS_STREAMS=False, COMPRESS_ALGORITHM=ALGORITHMS, COMPRESS_BR_LEVEL=7
    )
    compress.init_app(app)
    app.after_request(deliver)


def deliver(response: Response) -> Response:
    """The response, for everybody's pages with an ETag, as a 304 where the browser has it, compressed where that is safe."""
    if request.endpoint == "static" or g.get("impersonal") or response.is_streamed:
        return response
    if for_everybody(response):
        return _compressed(_tagged(response))
    return _compressed(response) if _echoes_nothing(response) else response


def for_everybody(response: Response) -> bool:
    """Whether every guest is sent these very bytes: forum.web.security has marked what is for one person."""
    caching = response.cache_control
    return request.method in ("GET", "HEAD") and not caching.private and not caching.no_store


def gzipped(parts: Iterable[str]) -> Iterator[bytes]:
    """The parts of a text as one gzip stream, in the same memory however long it is."""
    compressor = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for part in parts:
        if some := compressor.compress(part.encode()):
            yield some
    yield compressor.flush()


def _tagged(response):
    if response.status_code != 200:
        return response
    if not response.get_etag()[0]:
        # Of the page before it is compressed: the same for every encoding.
        response.set_etag(generate_etag(_without_small_changes(response)), weak=True)
    return response.make_conditional(request)


def _without_small_changes(response):
    """The body with how often each number of views has doubled in its place: one more makes no other page (docs/design.md)."""
    body = response.get_data()
    return VIEWS.sub(_doublings, body) if response.mimetype == "text/html" else body


def _doublings(views):
    return b"%d<" % int(views[1].replace(b",", b"")).bit_length()


def _echoes_nothing(response):
    """Whether a person's page contains nothing that the request chose: an attacker could measure guesses beside a secret."""
    return request.method == "GET" and response.status_code == 200 and not request.query_string


def _compressed(response):
    return compress.after_request(response)

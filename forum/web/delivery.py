"""How a page reaches the browser: compressed where that gives nothing away, and not sent again while it is the same.

Why not every page is compressed: docs/decisions/0012-what-is-compressed.md.
"""

from flask import Flask, Response, g, request
from flask_compress import Compress

compress = Compress()
# Brotli before zstd: at these levels a thread is a tenth smaller, and takes about a millisecond.
ALGORITHMS = ["br", "zstd", "gzip"]


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


def _tagged(response):
    if response.status_code != 200:
        return response
    if not response.get_etag()[0]:
        response.add_etag(weak=True)  # of the page before it is compressed: the same for every encoding
    return response.make_conditional(request)


def _echoes_nothing(response):
    """Whether a person's page contains nothing that the request chose: an attacker could measure guesses beside a secret."""
    return request.method == "GET" and response.status_code == 200 and not request.query_string


def _compressed(response):
    return compress.after_request(response)

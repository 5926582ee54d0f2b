"""robots.txt and the sitemap: an index, the places of the site, and the threads in parts."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from flask import Blueprint, Response, render_template, request, stream_with_context

from boards.channels.crawlers import queries
from forum.clock import local
from forum.messages import M
from forum.problems import NotFound
from forum.web.addresses import absolute_url
from forum.web.delivery import gzipped
from forum.web.door import EVERYONE, door, settings

views = Blueprint("crawlers", __name__)
AN_HOUR = "public, max-age=3600"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
LINES = 500  # sent together


@door(views, "/robots.txt", allow=EVERYONE, impersonal=True)
def robots(actor, now):
    text = render_template("robots.txt", sitemap=absolute_url("/sitemap.xml"))
    return _response(text, "text/plain; charset=utf-8")


@door(views, "/sitemap.xml", allow=EVERYONE, impersonal=True)
def index(actor, now):
    paths = ["/sitemaps/places.xml", *(f"/sitemaps/threads/{part + 1}.xml" for part in range(queries.part_count()))]
    lines = (f"<sitemap><loc>{_url(path)}</loc></sitemap>\n" for path in paths)
    return _response("".join(_document("sitemapindex", lines)), "application/xml; charset=utf-8")


@door(views, "/sitemaps/places.xml", allow=EVERYONE, impersonal=True)
def places(actor, now):
    return _urls(queries.place_addresses())


@door(views, "/sitemaps/threads/<id:part>.xml", allow=EVERYONE, impersonal=True)
def threads(actor, now, part):
    if part > queries.part_count():
        raise NotFound(M("站点地图没有这一部分。"))
    return _urls(queries.thread_addresses(part))


def _urls(addresses: Iterable[tuple[str, datetime | None]]) -> Response:
    zone, base = settings().timezone, escape(absolute_url(""))
    lines = (_line(base + escape(path), at, zone) for path, at in addresses)
    return _streamed(_document("urlset", lines))


def _streamed(parts: Iterator[str]) -> Response:
    """The parts of a document as they are made, compressed where the reader takes gzip."""
    takes_gzip = request.accept_encodings["gzip"] > 0
    content = stream_with_context(gzipped(parts) if takes_gzip else parts)
    response = _response(content, "application/xml; charset=utf-8")
    response.vary.add("Accept-Encoding")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _line(url, at, zone):
    changed = f"<lastmod>{local(at, zone).isoformat(timespec='seconds')}</lastmod>" if at else ""
    return f"<url><loc>{url}</loc>{changed}</url>\n"


def _document(root: str, lines: Iterator[str]) -> Iterator[str]:
    yield HEAD.format(root)
    while some := "".join(islice(lines, LINES)):
        yield some
    yield f"</{root}>\n"


def _url(path):
    return escape(absolute_url(path))


def _response(content, content_type):
    response = Response(content, content_type=content_type)
    response.headers["Cache-Control"] = AN_HOUR
    return response

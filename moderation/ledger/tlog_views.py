"""Raw ledger files over HTTP: checkpoint, tiles, key (C2SP tlog-tiles), and the POST for witnesses' cosignatures."""

from flask import Blueprint, Response, request

from forum.messages import M
from forum.problems import Malformed, NotFound, Unavailable
from forum.web.door import EVERYONE, door
from moderation.ledger import node_store, published, witnesses
from moderation.ledger.merkle import tiles
from moderation.ledger.merkle.tiles import ENTRIES
from moderation.ledger.node_store import MissingEntry
from moderation.ledger.proofs import SOON

outlets = Blueprint("ledger_outlets", __name__, url_prefix="/ledger")
FOREVER = "public, max-age=31536000, immutable"
FRESH = "public, no-cache"
LARGEST_NOTE = 64 * 1024  # bytes


@door(outlets, "/checkpoint", allow=EVERYONE, impersonal=True)
def checkpoint(actor, now):
    return _text(_newest().note)


@door(outlets, "/witnessed", allow=EVERYONE, impersonal=True)
def witnessed(actor, now):
    found = witnesses.current_policy().newest_witnessed()
    if found is None:
        raise NotFound(M("还没有一个存证点有足够的见证方签名。"))
    return _text(found.note)


@door(outlets, "/vkey", allow=EVERYONE, impersonal=True)
def vkey(actor, now):
    return _text(_newest().vkey + "\n")


@door(outlets, "/tile/<path:address>", allow=EVERYONE, impersonal=True)
def tile(actor, now, address):
    wanted = tiles.parse(f"tile/{address}")
    if wanted is None or not tiles.exists(wanted, published.size_signed()):
        raise NotFound(M("没有这一块，或者还没有签进存证。"))
    return _bytes(_content(wanted), FOREVER)


@door(outlets, "/cosignatures", methods=["POST"], allow=EVERYONE, impersonal=True)
def cosignatures(actor, now):
    request.max_content_length = LARGEST_NOTE
    try:
        content = request.get_data(cache=False).decode()
    except UnicodeDecodeError:
        raise Malformed(M("这不是带签名的存证点。")) from None
    witnessed_checkpoint = witnesses.cosign(content, witnesses=witnesses.current_policy().witnesses, now=now)
    return _text(witnessed_checkpoint.note), 201


def _newest():
    found = published.newest_checkpoint()
    if found is None:
        raise Unavailable(SOON, M("第一个存证点还没有签出，过一两秒再看。"))
    return found


def _content(wanted):
    try:
        content = (
            tiles.bundle(node_store.bundle_bytes(wanted)) if wanted.level == ENTRIES else node_store.tile_bytes(wanted)
        )
    except MissingEntry:
        content = None
    if content is None:
        raise Unavailable(detail=M("这一块的记录缺了，存证签名已经停下，请看“公开存证”页。"))
    return content


def _text(text):
    response = _bytes(text.encode(), FRESH)
    response.content_type = "text/plain; charset=utf-8"
    return response


def _bytes(content, caching):
    """A response that scripts of any site may read; the same for everybody."""
    headers = {
        "Cache-Control": caching,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(content, headers=headers, content_type="application/octet-stream")

"""Hands one message to a push service (RFC 8030), encrypted for the browser (RFC 8291) and signed by this site (RFC 8292)."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from forum.outbox.sending import Delayed, Refused
from forum.push.endpoints import AUTH, POINT, endpoint_of, is_public, key_bytes

TIMEOUT = 15  # seconds
GONE = (404, 410)  # the subscription is no more (RFC 8030 section 7.3)
LASTS = timedelta(hours=12)  # of a signature; at most 24 hours (RFC 8292 section 2)
KEPT = timedelta(days=1)  # how long a push service keeps a message for a device that is off
LARGEST = 3000  # bytes of a message, below the 4096 that every service takes after encryption


class GoneError(Exception):
    """The push service knows this device no more."""


Resolve = Callable[[str], list[str]]


def post(endpoint: SplitResult, body: bytes, headers: Mapping[str, str], resolve: Resolve | None = None) -> int:
    """The status of a POST to an endpoint; its host is looked up once, and connected to only at a public address.

    No redirect is followed. Raises Refused for an address that is not public, OSError and HTTPException.
    """
    host = endpoint.hostname or ""
    addresses = (resolve or _addresses)(host)
    if not addresses or not all(is_public(address) for address in addresses):
        raise Refused("the push service has no public address")
    connection = _Connection(host, addresses[0])
    try:
        target = endpoint.path + (f"?{endpoint.query}" if endpoint.query else "")
        connection.request("POST", target or "/", body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


class _Connection(http.client.HTTPSConnection):
    """Connects to an address that was checked, as the host whose certificate is expected: a second look-up could differ."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, 443, timeout=TIMEOUT, context=ssl.create_default_context())
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]


class WebPush:
    """Sends messages of one site; `post` is called as the function of that name."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str, post: Callable[..., int] = post) -> None:
        self.vapid, self.contact, self.post = Vapid02(key), contact, post

    def send(self, device: Mapping[str, str], message: bytes, topic: str, now: datetime) -> None:
        """Hand a message over; raises GoneError, Refused, Delayed. A later message with the same topic replaces one not delivered."""
        endpoint = endpoint_of(device["endpoint"])
        point, secret = key_bytes(device["p256dh"], POINT), key_bytes(device["auth"], AUTH)
        if endpoint is None or point is None or secret is None:
            raise GoneError
        try:
            body = _encrypted(message[:LARGEST], point, secret)
            status = self.post(endpoint, body, self._headers(endpoint, topic, now))
        except (OSError, http.client.HTTPException) as error:
            raise Delayed(f"the push service does not answer: {type(error).__name__}") from None
        if status in GONE:
            raise GoneError
        if not 200 <= status < 300:
            reason = f"the push service answered {status}"
            raise Delayed(reason) if status in (408, 429) or status >= 500 else Refused(reason)

    def _headers(self, endpoint: SplitResult, topic: str, now: datetime) -> dict[str, str]:
        origin = f"https://{endpoint.hostname}"
        claims = {"aud": origin, "sub": self.contact, "exp": int((now + LASTS).timestamp())}
        signed: dict[str, Any] = self.vapid.sign(claims)
        return {
            **signed,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(KEPT.total_seconds())),
            "Topic": topic,
            "Urgency": "normal",
        }


def _encrypted(message: bytes, point: bytes, secret: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    try:
        encrypted: bytes = http_ece.encrypt(message, private_key=key, dh=point, auth_secret=secret)
    except ValueError:
        raise GoneError from None  # a key that is no point of the curve was never a browser's
    return encrypted


def _addresses(host: str) -> list[str]:
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found]

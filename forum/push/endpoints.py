"""Which endpoints of push services are acceptable: https at a host with a name and a public address. Pure.

A browser tells its endpoint, so anybody can give any: none may lead into the city's own network.
"""

import ipaddress
import re
from base64 import urlsafe_b64decode
from urllib.parse import SplitResult, urlsplit

LONGEST = 1000  # characters; the longest that are in use have about 400
HOST = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*")
LOCAL = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid")
POINT = 65  # bytes of an uncompressed point on P-256
AUTH = 16  # bytes of the authentication secret (RFC 8291 section 3.2)


def endpoint_of(text: object) -> SplitResult | None:
    """The address of an acceptable endpoint; None for any other."""
    if not isinstance(text, str) or len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        return None
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        return None
    host = url.hostname or ""
    plain = url.scheme == "https" and port in (None, 443) and "@" not in url.netloc and not url.fragment
    named = HOST.fullmatch(host) and host.rpartition(".")[2].lower() not in LOCAL
    return url if plain and named else None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, local, shared, reserved or a tunnel to such."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if inner is not None:
        return is_public(str(inner))
    nat64 = isinstance(ip, ipaddress.IPv6Address) and ip in ipaddress.ip_network("64:ff9b::/96")
    return ip.is_global and not ip.is_multicast and not nat64


def key_bytes(text: object, length: int) -> bytes | None:
    """The bytes of a key in URL-safe base64; None unless there are exactly `length`."""
    if not isinstance(text, str) or len(text) > 200 or not text.isascii():
        return None
    try:
        found = urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except ValueError:
        return None
    return found if len(found) == length else None

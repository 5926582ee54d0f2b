"""The cookie by which an account knows the device again that it has signed in from (forum.accounts.guesses), and its browser."""

import secrets

from flask import request
from werkzeug.wrappers import Response

from forum.accounts.guesses import KNOWN_FOR, Client

COOKIE = "wenqu-device"
LONGEST = 100  # characters of the key; a longer one is none of ours


def client_of_request() -> Client:
    """The Client of this request."""
    device = request.cookies.get(_cookie())
    return Client(
        request.remote_addr,
        device if device and len(device) <= LONGEST else request.environ.setdefault("wenqu.device", _new()),
        browser_name(request.headers.get("User-Agent", "")),
    )


def browser_name(user_agent: str) -> str:
    """The browser and the system that a User-Agent names, as "Firefox · Windows"; "" for none that we know.

    Nothing more is taken from it: versions and models would tell people apart.
    """
    named = (next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, named))


# In the order in which they are looked for: most browsers also name those that they resemble.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"),
    ("MiuiBrowser", "小米"),
    ("HuaweiBrowser", "华为"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def with_device(response: Response) -> Response:
    """`response`, which keeps the cookie for another KNOWN_FOR. It gives no right, and says nothing about the person."""
    device = client_of_request().device or _new()
    lasts = int(KNOWN_FOR.total_seconds())
    response.set_cookie(_cookie(), device, max_age=lasts, secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _cookie() -> str:
    return f"__Host-{COOKIE}" if request.is_secure else COOKIE


def _new() -> str:
    return secrets.token_urlsafe(24)

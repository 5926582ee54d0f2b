"""The address by which one click ends the mail of notifications (RFC 8058): signed, so that it needs no session and no password.

It names the account and nothing else, and works as long as the installation's key: letters are kept for years.
"""

from itsdangerous import BadData, URLSafeSerializer

from forum.config import Settings
from forum.messages import M
from forum.problems import NotFound

PATH = "/notifications/unsubscribe"
SALT = "wenqu/unsubscribe/v1"


def unsubscribe_url(account: int, settings: Settings) -> str:
    """The address at which the account's mail of notifications is ended."""
    return f"{settings.url}{PATH}/{_serializer(settings).dumps(account)}"


def account_of(token: str, settings: Settings) -> int:
    """The account of a token; raises NotFound for one that was not signed here."""
    try:
        account = _serializer(settings).loads(token)
    except BadData:
        account = None
    if not isinstance(account, int):
        raise NotFound(M("这个退订链接不完整，请从邮件里重新复制，或者登录以后到“通知设置”里改。"))
    return account


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt=SALT)

"""Exceptions that actions and rules raise, each with an HTTP status and messages.

They are shown as a page, as a problem+json body (RFC 9457) or as a line on the terminal.
"""

from collections.abc import Callable, Mapping
from typing import Any

from forum.messages import M, Message


class Problem(Exception):
    """A refused request: `.status` (HTTP), `.title` and `.detail` (messages), `.retry_after` (seconds, or None)."""

    status = 500
    title = M("出了问题")
    detail = M("请求没有完成，请稍后再试。")
    retry_after: int | None = None

    def __init__(self, detail: Message | None = None, *, title: Message | None = None) -> None:
        self.detail = detail or self.detail
        self.title = title or self.title
        super().__init__(self.detail)

    def __str__(self) -> str:
        return f"{self.title}：{self.detail}"


class Malformed(Problem):
    status = 400
    title = M("请求格式不对")
    detail = M("服务器看不懂这个请求，请检查后重新提交。")


class Unauthorized(Problem):
    status = 401
    title = M("请先登录")
    detail = M("这项操作需要登录，您还没有登录或登录已经失效。")


class Forbidden(Problem):
    status = 403
    title = M("没有权限")
    detail = M("您的账号不能做这项操作。")


class NotFound(Problem):
    status = 404
    title = M("没有找到")
    detail = M("您要找的内容不存在，请检查地址是否正确。")


class NeverAllowed(Problem):
    """An operation that is allowed to no role; the detail says why."""

    status = 405
    title = M("不允许这样做")
    detail = M("这个地址不接受这种操作。")


class Conflict(Problem):
    """The state has changed since the person loaded it."""

    status = 409
    title = M("情况已经变化")
    detail = M("在您操作之前，内容已经有了变化，请刷新页面后再看。")


class TooLarge(Problem):
    status = 413
    title = M("内容太大")
    detail = M("提交的内容超过了上限，请缩短后再提交。")


class Invalid(Problem):
    """Input that fails a rule. `.errors` maps each field's name to its message."""

    status = 422
    title = M("填写有误")
    detail = M("请按提示改正后重新提交。")

    def __init__(self, errors: Mapping[str, Message] | None = None, /, **fields: Message) -> None:
        self.errors = {**(errors or {}), **fields}
        super().__init__()

    def __str__(self) -> str:
        named = "；".join(f"{field}: {message}" for field, message in self.errors.items())
        return named or super().__str__()


class _Later(Problem):
    def __init__(self, retry_after: int | None = None, detail: Message | None = None) -> None:
        self.retry_after = self.retry_after if retry_after is None else retry_after
        super().__init__(detail)


class TooMany(_Later):
    """Too many requests; `.retry_after` is in seconds."""

    status = 429
    title = M("操作太频繁")
    detail = M("您的操作太频繁了，请稍等片刻再试。")
    retry_after = 60


class Unavailable(_Later):
    """The database cannot be written now; `.retry_after` is in seconds."""

    status = 503
    title = M("暂时无法处理")
    detail = M("系统暂时无法处理您的请求，内容没有保存，请稍后再试。")
    retry_after = 10


def collect_errors(errors: dict[str, Message], check: Callable[[], Any]) -> Any:
    """What `check()` returns; when it raises Invalid, None, and its messages are added to `errors`."""
    try:
        return check()
    except Invalid as problem:
        errors.update(problem.errors)
        return None

"""What can go wrong with a request, as actions and rules say it.

Each problem knows its HTTP status (the codes of the JSON API) and speaks in messages; the edge
makes a page, a problem+json body or a line on the terminal of it.
"""

from forum.messages import M


class Problem(Exception):
    """A refusal a person can act on: `.status` (HTTP), `.title` and `.detail` (messages)."""

    status = 500
    title = M("出了问题")
    detail = M("请求没有完成，请稍后再试。")
    retry_after = None

    def __init__(self, detail=None, *, title=None):
        self.detail = detail or self.detail
        self.title = title or self.title
        super().__init__(self.detail)

    def __str__(self):
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
    """An act nobody may do, whatever their role; the detail says why."""

    status = 405
    title = M("不允许这样做")
    detail = M("这个地址不接受这种操作。")


class Conflict(Problem):
    """The state has moved on since the person looked."""

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

    def __init__(self, errors=None, /, **fields):
        self.errors = {**(errors or {}), **fields}
        super().__init__()

    def __str__(self):
        named = "；".join(f"{field}: {message}" for field, message in self.errors.items())
        return named or super().__str__()


class _Later(Problem):
    def __init__(self, retry_after=None, detail=None):
        self.retry_after = self.retry_after if retry_after is None else retry_after
        super().__init__(detail)


class TooMany(_Later):
    """Too many requests; `.retry_after` is in seconds."""

    status = 429
    title = M("操作太频繁")
    detail = M("您的操作太频繁了，请稍等片刻再试。")
    retry_after = 60


class Unavailable(_Later):
    """The store cannot take it now; `.retry_after` is in seconds."""

    status = 503
    title = M("暂时无法处理")
    detail = M("系统暂时无法处理您的请求，内容没有保存，请稍后再试。")
    retry_after = 10

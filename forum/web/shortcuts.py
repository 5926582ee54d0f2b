"""The keyboard shortcuts, which templates put on their elements as `data-key` and `templates/static/keys.js` presses.

They are single letters, so they can be switched off (WCAG 2.1.4), by the cookie COOKIE with the value OFF.
"""

from forum.messages import M, Message

COOKIE, ON, OFF = "keys", "on", "off"

# (heading, ((key, what it does), ...)); j, k and ? stand on no element.
SHORTCUTS: tuple[tuple[Message, tuple[tuple[str, Message], ...]], ...] = (
    (
        M("到处可用"),
        (
            ("?", M("打开或关上这个说明")),
            ("/", M("到搜索框")),
            ("h", M("回到首页")),
            ("w", M("到自己的工作台、审核或督办")),
            ("n", M("看通知")),
        ),
    ),
    (
        M("表格和队列"),
        (
            ("j", M("下一条")),
            ("k", M("上一条")),
            ("o", M("打开主题")),
            ("x", M("勾选或不勾选")),
            ("f", M("在这张表里找")),
        ),
    ),
    (M("工作台"), (("a", M("受理这一条")), ("r", M("答复这一条")), ("t", M("转办这一条")))),
    (
        M("审核"),
        (
            ("s", M("对照相似的")),
            ("p", M("审核通过")),
            ("g", M("分派给推荐的部门")),
            ("d", M("到“对勾选的问题”")),
            ("e", M("决定这一条举报或扣下的帖子：写答复或理由")),
        ),
    ),
)

"""Cuts what a mail program quotes below an answer, and the signature of the device. Pure.

Line by line, so that it takes time in step with the text. The line that our own letters begin with (MARKERS) is the surest sign;
the others are what mail programs in China and elsewhere put above the quoted letter.
"""

import re
from collections.abc import Sequence

MARKERS = ("请在这一行以上写回复", "請在這一行以上寫回復", "Write your reply above this line")

# 在 2014年9月22日，10:00，问渠 <x@y> 写道：(Apple Mail, QQ) / 于2014-09-22 10:00:00写道: (163) / On Mon, … wrote: (Gmail, Thunderbird)
WROTE = re.compile(r"(?:.{0,200}(?:写道|寫道)|On .{5,200} wrote) ?[:：]")
BEGINS_WROTE = re.compile(r"(?:On .{5,120}|[在于於] ?[0-9]{4}.{0,120})")
# ------------------ 原始邮件 ------------------ (QQ) / -----Original Message----- (Outlook) / ---- 回复的原邮件 ---- (网易)
DASHED = re.compile(
    r"-{2,} ?(?:原始邮件|原始信件|原始郵件|回复的原邮件|回复的邮件|转发的邮件|Original|Replied Message|Original Message|Forwarded message)"
    r" ?-{2,}"
)
HEADER = re.compile(r"[*]{0,2}(?:发件人|寄件者|寄件人|From) ?[:：]")
NEXT_HEADER = re.compile(
    r"[*]{0,2}(?:发送时间|发送日期|日期|时间|收件人|寄件日期|收件者|主题|主旨|抄送|Sent|Date|To|Cc|Subject) ?[:：]"
)
RULE = re.compile(r"_{10,}|-{20,}")
DEVICE = re.compile(
    r"(?:发自我的|傳自我的|从我的|發自我的|來自|来自|发自|Sent from my |Sent from |Get Outlook for ).{0,40}"
)


def cut(text: str) -> str:
    """What the writer added: `text` before the first sign of a quote, without quoted lines and the device's signature at its end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = lines[: _first_quoted(lines)]
    while kept and _is_rest(kept[-1].strip()):
        kept.pop()
    return "\n".join(line.rstrip() for line in kept).strip("\n")


def _first_quoted(lines: Sequence[str]) -> int:
    """The number of the line with which the quote begins; that of all lines when there is none."""
    for number, line in enumerate(lines):
        bare, following = line.strip().lstrip("> ").strip(), [each.strip() for each in lines[number + 1 : number + 4]]
        if (
            any(marker in line for marker in MARKERS)
            or WROTE.fullmatch(bare)
            or DASHED.fullmatch(bare)
            or line.rstrip("\n") == "-- "
        ):
            return number
        if BEGINS_WROTE.fullmatch(bare) and following and WROTE.fullmatch(f"{bare} {following[0]}"):
            return number
        if HEADER.match(bare) and any(NEXT_HEADER.match(each) for each in following):
            return number
    return len(lines)


def _is_rest(line: str) -> bool:
    return not line or line.startswith(">") or RULE.fullmatch(line) is not None or DEVICE.fullmatch(line) is not None

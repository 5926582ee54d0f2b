"""What is typed for a topic: its place in the address, and the numbers of threads. Pure."""

from boards.rules.text.thread_numbers import thread_numbers
from forum.messages import M
from forum.problems import Invalid
from forum.text.slugs import check_slug

INTRODUCTION = 2000  # characters
MOST = 50  # threads added at once
RESERVED = frozenset({"new"})  # addresses below /topics/ that are pages of their own


def check_topic_slug(raw: str) -> str:
    """The slug as it is stored; raises Invalid for what is no slug, or is reserved."""
    slug = check_slug(raw.strip())
    if slug in RESERVED:
        raise Invalid(slug=M("这个地址留作别用，请换一个。"))
    return slug


def numbers_to_add(raw: str) -> tuple[int, ...]:
    """The numbers of the threads that are typed. Raises Invalid, naming what is no number, for none and for more than MOST."""
    numbers, wrong = thread_numbers(raw)
    if wrong:
        raise Invalid(threads=M("不是主题的编号：%(pieces)s。", pieces="、".join(piece[:40] for piece in wrong[:10])))
    if not 1 <= len(numbers) <= MOST:
        raise Invalid(threads=M("请填写 1 到 %(n)s 个主题的编号。", n=MOST))
    return numbers

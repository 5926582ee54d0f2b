"""Whether reading a text takes longer than in step with its length: the same text at two lengths, in processor time."""

import time
from contextlib import suppress

from forum.problems import Invalid

SLACK = 2.25  # times as long for each character
TRIES = 3  # a busy machine takes longer now and then


def grows_too_fast(read, pairs, text_of, free):
    """Whether for a pair of lengths, shortest first, the longer text_of(length) takes far longer than in step with it.

    Within `free` seconds nothing is compared.
    """
    return any(all(_is_far_longer(read, pair, text_of, free) for _ in range(TRIES)) for pair in pairs)


def _is_far_longer(read, pair, text_of, free):
    shorter, longer = pair
    taken = _seconds(read, text_of(longer))
    return taken > free and taken > SLACK * longer / shorter * max(_seconds(read, text_of(shorter)) for _ in range(2))


def _seconds(read, text):
    """The processor time of one reading; a text that is refused counts as read."""
    began = time.thread_time()
    with suppress(Invalid):
        read(text)
    return time.thread_time() - began

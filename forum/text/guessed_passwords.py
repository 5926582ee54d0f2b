"""Passwords that are guessed first: the 30,000 most frequent ones of leaks, as zxcvbn lists them, and Chinese ones.

ASVS 6.2.4 asks for the 3,000 most frequent ones that the program's own rule of length lets through; these are 11,600.
"""

from functools import cache

# Frequent in the leaks of Chinese sites (CSDN 2011 and later), and not on the list above.
CHINESE = """
    dearbook xiazhili woaini1314 woaini520 woaini521 woaini123 woaini5201314 5201314520 1314520520 13145201314
    woaiwojia woaizhongguo zhongguo123 beijing2008 qq123456789 aa123456789 asd123456789 abc123456789 qwe123456789
    a5201314 w5201314 l5201314 z5201314 wang1234 zhang123 12345678a 12345678q q12345678 z123456789 w123456789
""".split()


def is_common(password: str) -> bool:
    """Whether the password is frequent in leaks, whatever the case of its letters."""
    return password.casefold() in _common()


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset((*FREQUENCY_LISTS["passwords"], *CHINESE))

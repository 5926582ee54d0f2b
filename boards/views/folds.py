"""The categories that a reader folded or opened on the front page, as a cookie keeps them. Pure."""

MOST = 60  # categories that are read from one cookie


def folds(cookie: str) -> dict[str, bool]:
    """{category: whether it is open} of a cookie such as `3-1.7-0`; what is malformed is left out."""
    parts = [part.partition("-") for part in cookie[: 12 * MOST].split(".")[:MOST]]
    return {slug: state == "1" for slug, _, state in parts if slug.isdecimal() and state in ("0", "1")}

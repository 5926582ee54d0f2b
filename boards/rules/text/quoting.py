"""Quoting a post in a reply, as Markdown with a link to its floor. Pure. `templates/static/composer.js` does the same in the browser."""

LONGEST = 500  # characters of a quote


def quote(text: str, thread: int, floor: int) -> str:
    """`text` of a floor of a thread as a quote that begins with a link there, without what it quotes itself; "" for an empty text.

    At most LONGEST characters are quoted.
    """
    own = "\n".join(line for line in text.strip().splitlines() if not line.lstrip().startswith(">")).strip()
    cut = own if len(own) <= LONGEST else own[: LONGEST - 1].rstrip() + "…"
    lines = [line.strip() for line in cut.splitlines() if line.strip()]
    if not lines:
        return ""
    return "\n".join(f"> {line}" for line in (f"[{floor}楼](/threads/{thread}/floors/{floor})：", *lines)) + "\n\n"

"""What is wanted, as PostgreSQL asks for it. Pure, besides the terms."""

NEAR_WEIGHT = 1.0


class Arguments:
    """The values of a statement: given(value) keeps one and returns its placeholder."""

    def __init__(self):
        self.values = {}

    def __call__(self, value):
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def tsquery(wanted):
    """The text of a tsquery that finds every group and nothing of what is left out; None when no word is asked for.

    What is asked for in the title only has the title's vector asked as well, by `allowed`.
    """
    parts = ["(" + " | ".join(map(_want, group)) + ")" for group in wanted.groups if not any(want.title for want in group)]
    parts += [f"!({_want(want)})" for want in wanted.without if not want.title]
    return " & ".join(parts) or None


def allowed(wanted, given):
    """The conditions of the filters and of what is asked of the title."""
    for group in wanted.groups:
        if any(want.title for want in group):
            yield "(" + " OR ".join(f"{'title' if want.title else 'body'} @@ {given(_want(want))}::tsquery" for want in group) + ")"
    for want in wanted.without:
        if want.title:
            yield f"NOT title @@ {given(_want(want))}::tsquery"
    for column, values in (("board", wanted.boards), ("kind", wanted.kinds), ("author", wanted.authors)):
        if values is not None:
            yield f"{column} = ANY({given(list(values))})"
    if wanted.first is not None:
        yield f"created >= {given(wanted.first)}"
    if wanted.last is not None:
        yield f"created < {given(wanted.last)}"


def weighed(wanted):
    """term -> weight, for a loose search."""
    words = {}
    for group in wanted.groups:
        for want in group:
            for word in (*(term for term, _ in want.row.terms), *want.row.characters):
                words[word] = words.get(word, 0.0) + 1.0
    for pair in wanted.near:
        words[pair] = words.get(pair, 0.0) + NEAR_WEIGHT
    return words


def _want(want):
    """One word or phrase: its terms each at its place, and its single characters."""
    said, before = "", 0
    for term, offset in want.row.terms:
        said += (f" <{offset - before}> " if said else "") + f"'{term}'"
        before = offset
    return " & ".join([*([f"({said})"] if said else []), *(f"'{unit}'" for unit in want.row.characters)])

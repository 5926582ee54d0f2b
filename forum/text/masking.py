"""Names and telephone numbers of citizens as officials see them until they ask for more. Pure."""

TITLES = ("女士", "先生", "小姐", "老师", "同志", "师傅", "阿姨", "大爷", "大妈")

# Surnames of two characters that are common enough to be met.
TWO_CHARACTER_SURNAMES = frozenset("欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 申屠 南宫".split())


def mask_name(name):
    """The surname and a star for each further character; a form of address stays: 朱*, 朱女士, 欧阳*先生, J***."""
    title = next((title for title in TITLES if name.endswith(title) and len(name) > len(title)), "")
    own = name.removesuffix(title)
    kept = 2 if own[:2] in TWO_CHARACTER_SURNAMES and len(own) + len(title) > 2 else 1
    return own[:kept] + "*" * len(own[kept:]) + title


def names_a_person(name):
    """Whether `name` says more than a surname and a form of address."""
    return "*" in mask_name(name)


def mask_phone(phone):
    """The last four digits and the area code or network: 138****1234, 0570-***1234; an extension is starred."""
    if "-" not in phone:
        return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
    area, local, *extension = phone.split("-")
    starred = "*" * (len(local) - 4) + local[-4:]
    return "-".join([area, starred, *("*" * len(part) for part in extension)])

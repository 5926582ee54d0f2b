"""Masks names and telephone numbers of citizens for officials, until the full value is requested (and logged). Pure."""

TITLES = ("女士", "先生", "小姐", "老师", "同志", "师傅", "阿姨", "大爷", "大妈")

# The common surnames of two characters.
TWO_CHARACTER_SURNAMES = frozenset("欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 申屠 南宫".split())


def mask_name(name: str) -> str:
    """The surname, a star for each further character, and a form of address: 朱*, 朱女士, 欧阳*先生, J***."""
    title = next((title for title in TITLES if name.endswith(title) and len(name) > len(title)), "")
    own = name.removesuffix(title)
    surname = 2 if own[:2] in TWO_CHARACTER_SURNAMES and len(own) + len(title) > 2 else 1
    return own[:surname] + "*" * len(own[surname:]) + title


def names_a_person(name: str) -> bool:
    """Whether `name` contains more than a surname and a form of address."""
    return "*" in mask_name(name)


def mask_phone(phone: str) -> str:
    """The last four digits and the area code or network: 138****1234, 0570-***1234; an extension is starred."""
    if "-" not in phone:
        return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
    area, local, *extension = phone.split("-")
    starred = "*" * (len(local) - 4) + local[-4:]
    return "-".join([area, starred, *("*" * len(part) for part in extension)])

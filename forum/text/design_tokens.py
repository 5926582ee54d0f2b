"""The colours of the design system, read from the style sheet that defines them, and their contrast by WCAG 2.2. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forum.messages import M, Message

GROUNDS = ("paper", "sheet", "sunk", "official")
USES: Mapping[str, Message] = {
    "paper": M("页面底色"),
    "sheet": M("帖子和框的底色"),
    "sunk": M("作者栏、表头和页脚的底色"),
    "official": M("官方发言的底色"),
    "line": M("分隔线"),
    "edge": M("控件的边"),
    "ink": M("正文"),
    "soft": M("次要文字、待审核"),
    "link": M("链接"),
    "visited": M("看过的标题"),
    "brand": M("页首"),
    "on-brand": M("页首的文字"),
    "water": M("页首里的当前栏目"),
    "seal": M("页首里的提醒和主按钮"),
    "act": M("主按钮、部门徽"),
    "on-act": M("主按钮的文字"),
    "bank": M("办理经过的线、答复的边"),
    "focus": M("焦点框"),
    "blue": M("未受理"),
    "green": M("已受理、按时"),
    "teal": M("已答复"),
    "orange": M("追问中、快到期"),
    "dark": M("已办结"),
    "brown": M("不予受理"),
    "red": M("逾期、错误"),
    "ins": M("新增文字的底色"),
    "ins-ink": M("新增的文字"),
    "del": M("删去文字的底色"),
    "del-ink": M("删去的文字"),
}
# What is read as text, and the colours that it stands on.
READ: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("ink", "soft", "link", "visited", "blue", "green", "teal", "orange", "dark", "brown", "red"), GROUNDS
    ),
    **{"on-brand": ("brand",), "seal": ("brand",), "on-act": ("act",), "ins-ink": ("ins",), "del-ink": ("del",)},
}
_TOKEN = re.compile(r"(?<![a-z-])--([a-z-]++): (#[0-9a-f]{6});")


@dataclass(frozen=True)
class Token:
    """A colour in the light and the dark mode (#rrggbb); each contrast is the worst on its grounds, None unless it is text."""

    name: str
    use: Message
    light: str
    dark: str
    light_contrast: float | None
    dark_contrast: float | None


def colour_tokens(style_sheet: str) -> tuple[Token, ...]:
    """The Tokens of a style sheet whose dark mode begins at its first `prefers-color-scheme: dark`."""
    light, dark = colours(style_sheet)
    return tuple(
        Token(name, use, light[name], dark[name], worst_contrast(name, light), worst_contrast(name, dark))
        for name, use in USES.items()
    )


def colours(style_sheet: str) -> tuple[dict[str, str], dict[str, str]]:
    """(light, dark): the value of each colour token by its name, without the hyphens."""
    before, _, after = style_sheet.partition("prefers-color-scheme: dark")
    light = dict(_TOKEN.findall(before))
    return light, {**light, **dict(_TOKEN.findall(after))}


def worst_contrast(name: str, palette: Mapping[str, str]) -> float | None:
    """The lowest contrast of a colour on the grounds on which it is read, from 1 to 21; None for one that is not read."""
    if name not in READ:
        return None
    return min(contrast(palette[name], palette[ground]) for ground in READ[name])


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (_linear(channel) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def mode_styles(style_sheet: str) -> str:
    """CSS that fixes each colour mode under a class of its own: `.mode-light`, `.mode-dark`, `.mode-more`, `.mode-forced`."""
    light, dark = colours(style_sheet)
    more = {**light, "soft": light["ink"], "line": light["ink"], "edge": light["ink"], "bank": light["teal"]}
    modes = (
        ("light", "light", light),
        ("dark", "dark", dark),
        ("more", "light", more),
        ("forced", "light dark", FORCED),
    )
    return "\n".join(_rule(name, scheme, palette) for name, scheme, palette in modes)


def _rule(name: str, scheme: str, palette: Mapping[str, str]) -> str:
    values = " ".join(f"--{token}: {value};" for token, value in palette.items())
    return f".mode-{name} {{ color-scheme: {scheme}; {values} }}"


# System colours, as a browser puts them in place of a page's own where the reader has chosen them (CSS Color Adjustment 1).
FORCED: Mapping[str, str] = {
    **dict.fromkeys(("paper", "sheet", "sunk", "official", "brand", "on-act", "ins", "del"), "Canvas"),
    **dict.fromkeys(USES.keys() & READ.keys() - {"link", "visited", "on-act"}, "CanvasText"),
    **dict.fromkeys(("line", "edge", "bank", "water", "act"), "CanvasText"),
    **{"link": "LinkText", "visited": "VisitedText", "focus": "Highlight"},
}

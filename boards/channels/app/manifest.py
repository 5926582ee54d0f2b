"""The web app manifest (W3C): names, icons, colours, shortcuts, and what other apps may share with this one."""

from typing import Any

from forum.i18n.languages import in_language
from forum.messages import M
from forum.text.design_tokens import colours
from forum.web.addresses import cached_url_for
from forum.web.static_files import source_of

NAME, SHORT_NAME = M("问渠 · 网络问政"), M("问渠")
DESCRIPTION = M("向部门提问、看公开的答复；读过的主题没有网络也能看，写好的等有网络时发出。")
SHORTCUTS = (
    (M("我要问"), "asking.form"),
    (M("全部主题"), "boards.threads"),
    (M("待发和离线副本"), "app.outbox"),
)
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable.png", 512, "maskable"))


def manifest(language: str) -> dict[str, Any]:
    """The manifest in `language`."""
    palette, _ = colours(source_of("wenqu.css"))
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "name": in_language(NAME, language),
        "short_name": in_language(SHORT_NAME, language),
        "description": in_language(DESCRIPTION, language),
        "lang": language,
        "dir": "ltr",
        "categories": ["government", "social"],
        "theme_color": palette["brand"],
        "background_color": palette["paper"],
        "icons": [_icon(name, size, purpose) for name, size, purpose in ICONS],
        "shortcuts": [_shortcut(label, endpoint, language) for label, endpoint in SHORTCUTS],
        "share_target": {
            "action": cached_url_for("app.share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "pictures", "accept": ["image/*"]}],
            },
        },
    }


def _icon(name, size, purpose):
    address = cached_url_for("static", filename=name)
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _shortcut(label, endpoint, language):
    icon = _icon("icon-192.png", 192, "any")
    return {"name": in_language(label, language), "url": cached_url_for(endpoint), "icons": [icon]}

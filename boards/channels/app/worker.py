"""The service worker: one script, made of a few modules and of the words that it shows.

It changes with every static file, so that browsers take over what is new at the next visit.
"""

import hashlib
import json
from pathlib import Path

import rjsmin
from flask import current_app

from forum.i18n.languages import LANGUAGES, in_language
from forum.messages import M
from forum.web.static_files import content_of, version_of_all

MODULES = ("copies.js", "sending.js", "push.js", "start.js")  # of templates/worker, in this order
WORDS = {
    "copy": M("离线副本，{ago}保存（{at}）。"),
    "offline": M("现在没有网络。"),
    "missing": M("现在没有网络，这一页没有存过。下面是这台设备上能看的。"),
    "unsent": M("现在没有网络，刚才的操作没有提交。请返回上一页，有网络时再按一次。"),
    "signedIn": M("现在没有网络，没能退出登录；这台设备上的副本已经删除。有网络时请再退出一次。"),
    "outbox": M("待发和离线副本"),
    "sent": M("待发的已经发出：{n} 条。"),
    "refused": M("待发的有 {n} 条没有发成，请看一看。"),
}


def worker_script() -> bytes:
    """The script of /sw.js in UTF-8; made once for each application."""
    made = current_app.extensions.get("service_worker")
    if made is None:
        made = current_app.extensions["service_worker"] = _made()
    return bytes(made)


def _made() -> bytes:
    words = {code: {name: in_language(each, code) for name, each in WORDS.items()} for code in LANGUAGES}
    modules = [content_of("device.js").decode(), *_modules()]
    version = hashlib.sha256("".join([version_of_all(), *modules]).encode()).hexdigest()[:10]
    config = json.dumps({"version": version, "words": words}, ensure_ascii=False, separators=(",", ":"))
    return "\n".join([f"const WENQU = {config};", *modules]).encode()


def _modules():
    folder = Path(current_app.root_path, str(current_app.template_folder), "worker")
    return [rjsmin.jsmin(Path(folder, name).read_text("utf-8")) for name in MODULES]

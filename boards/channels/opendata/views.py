"""The page of open data, and its files; everybody gets the same."""

from pathlib import Path

from flask import Blueprint, Response, render_template, send_file

from boards.channels.opendata.queries import FORMATS, file_of, latest, name_of, open_data_page, withdrawn
from forum.messages import M
from forum.problems import NotFound, Unavailable
from forum.web.door import EVERYONE, door, settings

views = Blueprint("opendata", __name__, url_prefix="/open-data")

NO_FILE = M("没有这个文件；只有最近一个月的可以下载。")
WITHDRAWN = M("有内容刚被屏蔽、遮盖或封存，文件正在重做，请过一个小时再来。")
AGAIN = 3600  # seconds


@door(views, "", allow=EVERYONE)
def index(actor, now):
    return render_template("boards/open_data.html", page=open_data_page(settings()))


@door(views, "/<name>", allow=EVERYONE, impersonal=True)
def download(actor, now, name):
    """A file, in parts where they are asked for; raises NotFound, and Unavailable while it is withdrawn."""
    made = latest() if settings().site.licence else None
    form = next((form for form in FORMATS if made and name == name_of(made, form)), None)
    if made is None or form is None:
        raise NotFound(NO_FILE)
    path = file_of(settings(), made, form)
    if withdrawn(made) or not path.is_file():
        raise Unavailable(AGAIN, WITHDRAWN)
    return _sent(path, made.json_sha256 if form == "json" else made.csv_sha256, name)


def _sent(path: Path, sha256: str, name: str) -> Response:
    response = send_file(
        path, "application/gzip", as_attachment=True, download_name=name, etag=sha256, conditional=True
    )
    response.headers["Cache-Control"] = "public, no-cache"
    return response

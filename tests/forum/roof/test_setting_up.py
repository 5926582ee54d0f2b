"""`wenqu setup` and `wenqu check`, and a fresh city up to its first answered question, as docs/setting-up.md says it."""

import os
import re
import shlex
from types import SimpleNamespace
from urllib.parse import urlsplit

import pyotp
import pytest
from click.testing import CliRunner
from stage_asking import look_and_send
from stage_clients import FormClient

from boards.installation.files import SAMPLES, environment, save_samples
from forum.app import create_app
from forum.cli import commands
from forum.config import from_environ
from forum.store import db

PASSWORD = "a long enough password"


@pytest.fixture
def wenqu(tmp_path, monkeypatch):
    """wenqu(*words, given=""): the result of a command in this process, with the settings that were read last."""
    monkeypatch.setenv("WENQU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setitem(db.SQLITE_PRAGMAS, "synchronous", "off")

    def run(*words, given=""):
        try:
            return CliRunner().invoke(commands, words, input=given)
        finally:
            if db.database.obj:
                db.database.obj.close_all()

    return run


@pytest.fixture
def city(wenqu, tmp_path, monkeypatch):
    """A city that was set up from the samples, its settings in the environment, and what the command said."""
    assert wenqu("setup", "--samples", str(tmp_path)).exit_code == 0
    made = wenqu("setup", "--file", str(tmp_path / "setup.toml"), "--password-stdin", given=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    read_environment(tmp_path / "data" / "wenqu.env", monkeypatch)
    codes = dict(
        re.findall(r"^(\w+) chooses a password at \S+ with this code, within a day: (\S+)$", made.output, re.M)
    )
    return SimpleNamespace(said=made.output, codes=codes)


def read_environment(file, monkeypatch):
    for line in file.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, *shlex.split(value))


def test_the_samples_are_written_once_and_never_over_what_was_edited(tmp_path):
    assert {path.name for path in save_samples(tmp_path)} == {path.name for path in SAMPLES.iterdir()}
    (tmp_path / "setup.toml").write_text("mine")
    assert save_samples(tmp_path) == []
    assert (tmp_path / "setup.toml").read_text() == "mine"


def test_settings_are_quoted_for_a_shell():
    values = {"WENQU_MAIL": "smtp://a:b'c d@host", "PATH": "/bin", "WENQU_URL": "https://a.cn"}
    assert environment(values) == "WENQU_MAIL='smtp://a:b'\"'\"'c d@host'\nWENQU_URL=https://a.cn\n"


def test_a_city_is_set_up_from_a_file_and_again_without_harm(city, wenqu, tmp_path):
    assert "12 departments imported" in city.said
    assert set(city.codes) == {"wangmin", "zhujian"}
    again = wenqu("setup", "--file", str(tmp_path / "setup.toml"), "--password-stdin", given=f"{PASSWORD}\n")
    assert again.exit_code == 0, again.output
    assert "0 departments imported, 12 there before" in again.output
    assert "board gonggao" in city.said
    assert "board gonggao" not in again.output
    assert "chooses a password" not in again.output
    assert (tmp_path / "data" / "wenqu.env").stat().st_mode & 0o777 == 0o600


def test_what_is_missing_is_listed_until_it_is_done(city, wenqu, tmp_path):
    listed = wenqu("check")
    assert listed.exit_code == 1
    assert "✗ A spokesperson for each department: 11 departments have no spokesperson: " in listed.output
    assert "✓ Address and TLS\n" in listed.output
    assert "✗ Backup: none was made." in listed.output
    assert "things are missing.\n" in listed.output
    backed_up = wenqu("backup", str(tmp_path / "backup"))
    assert backed_up.exit_code == 0, backed_up.output
    assert "✓ Backup\n" in wenqu("check").output


@pytest.mark.parametrize(
    ("setup", "departments", "told"),
    [
        ("policy = 'atlantis'", "", "WENQU_POLICY"),
        ("[site]\nicp = 'x'", "", "WENQU_SITE"),
        ("departments = 'none.csv'", "", "none.csv"),
        ("departments = 'd.csv'", "slug,name,short,level\nA B,住建局,住建,municipal\n", "Line 2: slug"),
        (
            "departments = 'd.csv'\n[[spokesperson]]\nusername = 'li'\ndisplay_name = '李'\ndepartment = 'nowhere'",
            "slug,name,short,level\nzj,住建局,住建,municipal\n",
            "",
        ),
    ],
)
def test_a_mistake_leaves_no_half_a_city(wenqu, tmp_path, setup, departments, told):
    before, _, tables = setup.partition("[")
    text = f"{before}\n[administrator]\nusername = 'admin'\ndisplay_name = '机房'\n" + (f"[{tables}" if tables else "")
    (tmp_path / "setup.toml").write_text(text, encoding="utf-8")
    (tmp_path / "d.csv").write_text(departments, encoding="utf-8")
    wenqu("init")
    nothing = wenqu("stats").output
    result = wenqu("setup", "--file", str(tmp_path / "setup.toml"), "--password-stdin", given=f"{PASSWORD}\n")
    assert result.exit_code != 0
    assert re.search(told, result.output + str(result.exception))
    assert wenqu("account", "list").output == ""
    assert wenqu("stats").output == nothing


def test_questions_on_a_terminal_are_asked_until_the_answer_will_do(wenqu, tmp_path):
    answers = [
        "!", "清源市", "12", "12345", "", "ask", "https://ask.example.gov.cn", "atlantis", "ruian", "none.csv", "",
        "a b", "admin", "机房", "wangmin", "王敏", "short", "short", PASSWORD, PASSWORD,
    ]  # fmt: skip
    made = wenqu("setup", given="\n".join(answers) + "\n")
    assert made.exit_code == 0, made.output
    site = (tmp_path / "data" / "site.toml").read_text(encoding="utf-8")
    assert site == 'city = "清源市"\nhotline = "12345"\n'
    listed = wenqu("account", "list").output
    assert [line.split("\t")[2] for line in listed.splitlines()] == ["administrator", "moderator"]


@pytest.fixture
def visitors(city):
    """visitors(): another browser on the site that was set up, at its public address."""
    settings = from_environ(os.environ)
    app = create_app(settings)
    app.test_client_class = FormClient

    def browser():
        client = app.test_client()
        client.environ_base |= {
            "wsgi.url_scheme": "https",
            "HTTP_HOST": urlsplit(settings.url).netloc,
            "HTTP_REFERER": f"{settings.url}/",
        }
        return client

    yield browser
    db.database.obj.close_all()


def send(browser, path, **fields):
    answer = browser.post(path, data=fields)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_from_setup_to_the_first_answered_question(city, visitors):
    asker, speaker = visitors(), visitors()
    send(asker, "/register", username="chenxiao", password=PASSWORD, display_name="陈晓")
    words = {"title": "东门路路灯不亮", "text": "东门路十二号门前的路灯三天不亮了。", "kind": "complaint"}
    thread = look_and_send(asker, words).location.removesuffix("/sent")
    send(speaker, "/recovery", username="zhujian", recovery_code=city.codes["zhujian"], password=PASSWORD)
    send(speaker, "/login", username="zhujian", password=PASSWORD)
    secret = speaker.get("/account/second-factor").text.partition('<code class="secret">')[2].partition("<")[0]
    send(speaker, "/account/second-factor", otp=pyotp.TOTP(secret).now(), password=PASSWORD)
    send(speaker, f"{thread}/acceptance")
    send(speaker, f"{thread}/posts", kind="result", text="今天下午已经修好，请您看一看。")
    page = visitors().get(thread).text
    assert "今天下午已经修好" in page
    assert "已答复" in page

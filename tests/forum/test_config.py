import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forum.channel_settings import MailServer, read_mail_server
from forum.config import KNOWN, SettingsError, from_environ

KEY = "k" * 40
WITNESS = "witness.example+0a1b2c3d+" + "B" * 44


@pytest.fixture
def environ(tmp_path):
    return {"WENQU_DATA": str(tmp_path / "data"), "HOME": str(tmp_path)}


def test_with_nothing_set_everything_has_its_default(environ, tmp_path):
    settings = from_environ(environ)
    assert settings.data == tmp_path / "data" and settings.data.is_dir()
    assert settings.database == f"sqlite:///{tmp_path}/data/wenqu.db"
    assert (settings.search, settings.policy) == ("whoosh", "quzhou")
    assert settings.timezone == ZoneInfo("Asia/Shanghai")
    assert settings.url == "http://127.0.0.1:8000"
    assert settings.screening is None
    assert settings.second_factor_required is True and settings.rate_limits is True
    assert settings.mail is None and settings.trusted_proxies == 0
    assert (settings.ledger_memory, settings.ledger_witnesses) == (tmp_path / "data.checkpoint", ())


def test_the_data_folder_is_instance_where_nothing_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert from_environ({}).data == tmp_path / "instance"


def test_a_key_is_made_once_and_only_its_owner_reads_it(environ):
    made = from_environ(environ).secret_key
    file = Path(environ["WENQU_DATA"]) / "secret-key"
    assert len(made) >= 32 and from_environ(environ).secret_key == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("spoil", [lambda f: f.chmod(0o644), lambda f: f.write_text("")])
def test_a_kept_key_that_is_open_or_empty_stops_the_start(environ, spoil):
    from_environ(environ)
    spoil(Path(environ["WENQU_DATA"]) / "secret-key")
    with pytest.raises(SettingsError, match="secret-key"):
        from_environ(environ)


def test_a_given_key_is_used_and_none_is_kept(environ):
    assert from_environ({**environ, "WENQU_SECRET_KEY": KEY}).secret_key == KEY
    assert not (Path(environ["WENQU_DATA"]) / "secret-key").exists()


@pytest.mark.parametrize(
    ("name", "got", "attribute", "value"),
    [
        ("WENQU_DATABASE", "postgresql://u:p@db/wenqu", "database", "postgresql://u:p@db/wenqu"),
        ("WENQU_DATABASE", "sqlite:////srv/w.db", "database", "sqlite:////srv/w.db"),
        ("WENQU_SEARCH", "tantivy", "search", "tantivy"),
        ("WENQU_POLICY", "ruian", "policy", "ruian"),
        ("WENQU_TIMEZONE", "Asia/Urumqi", "timezone", ZoneInfo("Asia/Urumqi")),
        ("WENQU_URL", "https://wen.example.cn/", "url", "https://wen.example.cn"),
        ("WENQU_SCREENING", "on", "screening", True),
        ("WENQU_SCREENING", "off", "screening", False),
        ("WENQU_SECOND_FACTOR", "optional", "second_factor_required", False),
        ("WENQU_RATE_LIMITS", "off", "rate_limits", False),
        ("WENQU_MAIL", "smtp://u:p%40@mail", "mail", MailServer("mail", 25, False, "u", "p@", None)),
        ("WENQU_MAIL", "smtps://mail?from=wen@b.cn", "mail", MailServer("mail", 465, True, "", "", "wen@b.cn")),
        ("WENQU_TRUSTED_PROXIES", "2", "trusted_proxies", 2),
        ("WENQU_LEDGER_MEMORY", "/seen", "ledger_memory", Path("/seen")),
        ("WENQU_LEDGER_WITNESSES", f"{WITNESS} {WITNESS}", "ledger_witnesses", ((WITNESS, None), (WITNESS, None))),
        (
            "WENQU_LEDGER_WITNESSES",
            f"{WITNESS} https://w.example/a/,{WITNESS}",
            "ledger_witnesses",
            ((WITNESS, "https://w.example/a"), (WITNESS, None)),
        ),
    ],
)
def test_a_setting_is_taken(environ, name, got, attribute, value):
    assert getattr(from_environ({**environ, name: got}), attribute) == value


def test_a_policy_may_be_a_toml_file(environ, tmp_path):
    (tmp_path / "ours.toml").write_text("[clocks]\n")
    settings = from_environ({**environ, "WENQU_POLICY": str(tmp_path / "ours.toml")})
    assert settings.policy == tmp_path / "ours.toml"


@pytest.mark.parametrize(
    ("name", "got", "allowed"),
    [
        ("WENQU_SEARCH", "elastic", "tantivy"),
        ("WENQU_SEARCH", "postgres", "PostgreSQL"),
        ("WENQU_POLICY", "hangzhou", "ruian"),
        ("WENQU_POLICY", "missing.toml", "TOML"),
        ("WENQU_TIMEZONE", "Asia/Qingyuan", "Asia/Shanghai"),
        ("WENQU_TIMEZONE", "../etc/passwd", "Asia/Shanghai"),
        ("WENQU_URL", "wen.example.cn", "https://"),
        ("WENQU_URL", "https://wen.example.cn/forum", "https://"),
        ("WENQU_URL", "https://wen.example.cn?a=1", "https://"),
        ("WENQU_URL", "https://me@wen.example.cn", "https://"),
        ("WENQU_URL", "https://wen.example.cn:99999", "https://"),
        ("WENQU_SCREENING", "yes", "on | off"),
        ("WENQU_SCREENING", "ON", "on | off"),
        ("WENQU_SECOND_FACTOR", "off", "required | optional"),
        ("WENQU_RATE_LIMITS", "0", "on | off"),
        ("WENQU_TRUSTED_PROXIES", "-1", "10"),
        ("WENQU_TRUSTED_PROXIES", "11", "10"),
        ("WENQU_TRUSTED_PROXIES", "一", "10"),
        ("WENQU_LEDGER_MEMORY", "/nowhere/at/all", "文件夹"),
        ("WENQU_LEDGER_MEMORY", "/", "文件夹"),
        ("WENQU_LEDGER_WITNESSES", "witness.example", "公钥"),
        ("WENQU_LEDGER_WITNESSES", "https://w.example", "公钥"),
        ("WENQU_LEDGER_WITNESSES", f"{WITNESS} ftp://w.example", "公钥"),
        ("WENQU_LEDGER_WITNESSES", f"{WITNESS} https://me@w.example", "公钥"),
        ("WENQU_LEDGER_WITNESSES", f"{WITNESS} https://w.example https://v.example", "公钥"),
        ("WENQU_LEDGER_QUORUM", "2", "1 到 1"),
        ("WENQU_LEDGER_QUORUM", "0", "1 到 1"),
    ],
)
def test_a_wrong_value_names_itself_and_what_is_allowed(environ, name, got, allowed):
    line = _refusal({**environ, name: got})
    assert name in line and got in line and allowed in line and "\n" not in line


@pytest.mark.parametrize("name", sorted(KNOWN))
@pytest.mark.parametrize("got", ["", " "])
def test_an_empty_value_is_an_error_for_every_setting(environ, name, got):
    assert name in _refusal({**environ, name: got})


SECRET = {
    "WENQU_SECRET_KEY": "hunter2",
    "WENQU_DATABASE": "mysql://root:hunter2@db/wenqu",
    "WENQU_DATABASE_UPKEEP": "mysql://root:hunter2@db/wenqu",
    "WENQU_MAIL": "http://u:hunter2@mail",
}


@pytest.mark.parametrize(
    "got",
    [
        "",
        "smtp://",
        "smtp://mail:0",
        "smtp://mail/inbox",
        "smtp://mail?form=a@b",
        "smtp://mail?from=wen",
        "smtp://mail\n",
    ],
)
def test_a_mail_server_with_a_slip_is_refused(got):
    assert read_mail_server(got)[0] is None


@pytest.mark.parametrize(("name", "got"), SECRET.items())
def test_a_wrong_secret_is_named_but_never_repeated(environ, tmp_path, name, got):
    file = tmp_path / "secret"
    file.write_text(got)
    for refused in ({name: got}, {f"{name}_FILE": str(file)}):
        line = _refusal({**environ, **refused})
        assert name in line and "hunter2" not in line


def test_settings_do_not_print_their_secrets(environ):
    mail = "smtp://u:hunter2@mail"
    database = "postgresql://u:hunter2@db/wenqu"
    secrets = {"WENQU_SECRET_KEY": KEY, "WENQU_MAIL": mail, "WENQU_DATABASE": database}
    shown = repr(from_environ({**environ, **secrets}))
    assert "hunter2" not in shown and KEY not in shown


UPKEEP = "postgresql://keeper:secret@db/wenqu"


@pytest.mark.parametrize(
    ("database", "fits"),
    [
        ("postgresql://program:other@db/wenqu", True),
        ("postgresql://keeper:secret@db/wenqu", False),
        ("postgresql://program:other@db/another", False),
        ("sqlite:///wenqu.db", False),
    ],
)
def test_the_upkeep_login_is_another_one_for_the_same_database(environ, database, fits):
    given = {**environ, "WENQU_DATABASE": database, "WENQU_DATABASE_UPKEEP": UPKEEP}
    if fits:
        assert from_environ(given).upkeep == UPKEEP
    else:
        assert "WENQU_DATABASE_UPKEEP" in _refusal(given)


def test_a_secret_may_come_from_a_file(environ, tmp_path):
    file = tmp_path / "secret"
    file.write_text(KEY + "\n")
    assert from_environ({**environ, "WENQU_SECRET_KEY_FILE": str(file)}).secret_key == KEY


def test_a_secret_file_that_cannot_be_read_names_itself(environ):
    assert "WENQU_MAIL_FILE" in _refusal({**environ, "WENQU_MAIL_FILE": "/nowhere/mail"})


def test_a_secret_given_twice_is_an_error(environ, tmp_path):
    both = {"WENQU_SECRET_KEY": KEY, "WENQU_SECRET_KEY_FILE": str(tmp_path / "k")}
    assert "WENQU_SECRET_KEY_FILE" in _refusal({**environ, **both})


def test_an_unknown_setting_is_an_error_that_names_the_nearest(environ):
    line = _refusal({**environ, "WENQU_TIMEZON": "Asia/Shanghai"})
    assert "WENQU_TIMEZON" in line and "WENQU_TIMEZONE" in line
    assert "WENQU_COLOUR" in _refusal({**environ, "WENQU_COLOUR": "blue"})


def test_only_secrets_are_read_from_files(environ):
    assert "WENQU_URL_FILE" in _refusal({**environ, "WENQU_URL_FILE": "/nowhere"})


def test_a_data_folder_that_is_a_file_is_an_error(environ, tmp_path):
    (tmp_path / "file").write_text("")
    assert "WENQU_DATA" in _refusal({**environ, "WENQU_DATA": str(tmp_path / "file")})


def _refusal(environ):
    with pytest.raises(SettingsError) as caught:
        from_environ(environ)
    assert caught.value.message is not None
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("post=10", (20, 10, 60, 1024)),
        ("", None),
        ("size=5 day=3", (5, 10, 3, 1024)),
        ("account=2000000", None),
        ("post=11", None),
    ]
    + [(wrong, None) for wrong in ("size", "size=0", "size=-1", "size=x", "size=5 size=6", "colour=3", "size = 5")],
)
def test_a_quota_of_files_is_read_or_refused(environ, text, quota):
    if quota is None:
        with pytest.raises(SettingsError, match="WENQU_FILES_QUOTA.*size"):
            from_environ({**environ, "WENQU_FILES_QUOTA": text})
    else:
        read = from_environ({**environ, "WENQU_FILES_QUOTA": text}).file_quota
        assert (read.size, read.post, read.day, read.account) == quota

"""WENQU_CHANNELS: read strictly; what is wrong is named, and a secret never."""

import pytest

from forum.channel_settings import Channels, WeChat, read_channels, simulate
from forum.config import SettingsError, from_environ

ACCOUNT = {"token": "tokentoken", "aes_key": "k" * 43, "secret": "s" * 32}


@pytest.fixture
def written(tmp_path):
    """written(text): the path of a file of channels beside the files of the secrets."""
    for name, secret in ACCOUNT.items():
        (tmp_path / name).write_text(f"{secret}\n")

    def write(text):
        path = tmp_path / "channels.toml"
        path.write_text(text.replace("HERE", str(tmp_path)), encoding="utf-8")
        return str(path)

    return write


WHOLE = '[wechat]\nappid = "wx0123456789"\ntoken_file = "HERE/token"\naes_key_file = "HERE/aes_key"\nsecret_file = "HERE/secret"\n'


def test_secrets_are_read_from_files(written):
    found, _ = read_channels(written(WHOLE))
    assert found.wechat == WeChat("wx0123456789", "tokentoken", "k" * 43, "s" * 32)
    assert "tokentoken" not in repr(found) and "s" * 32 not in repr(found)


def test_without_a_file_all_is_off_and_a_simulation_needs_no_secret(written):
    assert read_channels(None)[0] == Channels()
    assert read_channels(written("[wechat]\nsimulated = true\n"))[0].wechat.simulated


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (WHOLE.replace("secret_file", "secret"), "secret"),
        (WHOLE.replace("HERE/token", "HERE/absent"), "token_file"),
        (WHOLE.replace("HERE/aes_key", "HERE/token"), "aes_key_file"),
        ('[wechat]\nappid = "wx0123456789"\n', "token_file"),
        ('[wechat]\nsimulated = "yes"\n', "simulated"),
        (WHOLE + 'base = "ftp://a"\n', "base"),
        (WHOLE + "base = 7\n", "base"),
        ("[weixin]\na = 1\n", "weixin"),
        ("wechat = 1\n", ""),
        ("[wechat\n", ""),
    ],
)
def test_what_is_wrong_is_named(written, text, named):
    found, allowed = read_channels(written(text))
    assert found is None and named in str(allowed)


def test_the_data_folder_may_have_one_and_a_wrong_one_stops_the_start(tmp_path):
    (tmp_path / "channels.toml").write_text("[wechat]\nsimulated = true\n")
    assert from_environ({"WENQU_DATA": str(tmp_path)}).channels.wechat.simulated
    (tmp_path / "channels.toml").write_text("[wechat]\nsimulated = 1\n")
    with pytest.raises(SettingsError, match="simulated"):
        from_environ({"WENQU_DATA": str(tmp_path)})


def test_the_demo_city_simulates_and_leaves_a_file_that_is_there(tmp_path):
    simulate(tmp_path)
    assert read_channels(str(tmp_path / "channels.toml"))[0].wechat.simulated
    (tmp_path / "channels.toml").write_text("")
    simulate(tmp_path)
    assert (tmp_path / "channels.toml").read_text() == ""

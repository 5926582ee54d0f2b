"""Where bytes are kept: a folder and a bucket behave alike, and a file is never half there."""

import sys
from urllib.request import Request, urlopen

import pytest

from boards.files.bucket import Bucket
from boards.files.storage import Folder, open_store
from forum.config import SettingsError

NAME = "ab" + "0" * 62


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    return Folder(tmp_path / "files") if request.param == "folder" else Bucket("memory:///")


def test_what_is_put_is_there_until_it_is_dropped(store):
    assert store.get(NAME) is None
    store.put(NAME, b"one")
    store.put(NAME, b"one")
    assert store.get(NAME) == b"one"
    store.drop(NAME)
    store.drop(NAME)
    assert store.get(NAME) is None


def test_a_folder_holds_nothing_but_whole_files_that_only_the_program_reads(tmp_path):
    Folder(tmp_path).put(NAME, b"one")
    (path,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert path == tmp_path / "ab" / NAME and path.stat().st_mode & 0o077 == 0


def test_a_bucket_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    monkeypatch.setitem(sys.modules, "obstore.exceptions", None)
    monkeypatch.delitem(sys.modules, "boards.files.bucket")
    with pytest.raises(SettingsError, match="WENQU_FILES.*s3://bucket/files"):
        open_store("s3://bucket/files")


def test_the_setting_chooses(tmp_path, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("AWS_REGION", "cn-north-1")
    assert isinstance(open_store(str(tmp_path)), Folder) and isinstance(open_store("s3://bucket/files"), Bucket)


def test_a_bucket_keeps_files_in_a_server_that_speaks_s3(monkeypatch):
    """Against moto (`pip install moto[server]`), where it is installed."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    given = {"ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "y", "REGION": "us-east-1", "ENDPOINT": address}
    for name, value in {**given, "ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    try:
        urlopen(Request(f"{address}/bucket", method="PUT")).close()  # of this machine
        test_what_is_put_is_there_until_it_is_dropped(open_store("s3://bucket/files"))
    finally:
        server.stop()

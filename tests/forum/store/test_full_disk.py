"""A disk that is full while people post: reading goes on, writing says 503, and all is well again once there is room."""

import shutil
import subprocess

import pytest

from forum.store.sql.causes import told

SIZE = 30 * 1024**2


@pytest.fixture
def database_url(tmp_path, peopled_sqlite):
    """A database on a file system of its own, of 30 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a file system of its own cannot be mounted here: {mounted.stderr.decode().strip()}")
    shutil.copy(peopled_sqlite.path, folder / "wenqu.db")
    yield f"sqlite:///{folder / 'wenqu.db'}"
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def fill(tmp_path):
    """fill(): take all room that is left on the disk; returns the file that does."""

    def taken():
        filler = tmp_path / "disk" / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        return filler

    return taken


def test_a_full_disk_refuses_posts_for_a_while_and_names_itself_in_the_log(
    app, client_of, cast, question, fill, caplog
):
    guest, asker = client_of(cast.guest), client_of(cast.asker)

    def post():
        return asker.post("/threads/1/posts", data={"text": "现在装上了吗？", "parent": "1"})

    assert post().status_code == 303
    filler, answers = fill(), []
    while len(answers) < 20 and 503 not in answers:
        answers.append(post().status_code)
        fill()
    assert set(answers) <= {303, 503} and answers[-1] == 503
    refused = post()
    assert refused.status_code == 503 and refused.headers["Retry-After"]
    assert "现在装上了吗？" in refused.text
    assert guest.get("/threads/1").status_code == guest.get("/").status_code == 200
    assert any("disk is full" in record.getMessage() for record in caplog.records)
    assert not any("rollback" in record.getMessage() for record in caplog.records)
    filler.unlink()
    assert post().status_code == 303
    page = guest.get("/threads/1").text
    assert page.count("现在装上了吗？") >= answers.count(303) + 2


def test_an_error_names_what_came_first():
    first, last = OSError(28, "No space left on device"), OSError("cannot rollback")
    last.__context__, first.__context__ = first, KeyError("nothing of the store")
    assert told(last) == "OSError: [Errno 28] No space left on device"

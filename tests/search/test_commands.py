"""`wenqu reindex`: one at a time."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def reindexing(settings, database, question):
    """reindexing(code): a process that runs `code`, with the settings of this city."""
    environ = {
        **os.environ,
        "WENQU_DATA": str(settings.data),
        "WENQU_DATABASE": settings.database,
        "LANG": "en_US.UTF-8",
    }

    def start(code):
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


REINDEX = "import sys; sys.argv = ['wenqu', 'reindex']; from forum.cli import main; main()"
# Stops when the index is half made, until it is told to go on.
SLOWLY = f"""
import search.reader as reader
posts = reader.documents.documents_after
def slowly(last, piece):
    if last == 0:
        print("begun", flush=True)
        input()
    return posts(last, piece)
reader.documents.documents_after = slowly
{REINDEX}
"""


def test_a_second_reindex_is_refused_in_one_line_and_the_first_is_whole(reindexing):
    first = reindexing(SLOWLY)
    assert first.stdout.readline() == "begun\n"
    output, said = reindexing(REINDEX).communicate(timeout=60)
    assert (output, said.count("\n")) == ("", 1) and "reindex" in said and "Traceback" not in said
    output, said = first.communicate("go on\n", timeout=60)
    assert "1 public posts indexed" in output and first.returncode == 0, said
    third = reindexing(REINDEX)
    assert "1 public posts indexed" in third.communicate(timeout=60)[0] and third.returncode == 0

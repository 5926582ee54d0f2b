"""What other servers load: `wsgi:app`, with settings from the environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ANSWER = "import wsgi; print(wsgi.app.test_client().get('/about').status_code)"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def load(code, **environment):
    """What a process prints that loads wsgi.py in the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENQU_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_application_loads_and_answers(database_url, tmp_path):
    loaded = load(ANSWER, WENQU_DATA=str(tmp_path / "data"), WENQU_DATABASE=database_url)
    assert (loaded.stdout.strip(), loaded.returncode) == ("200", 0), loaded.stderr


def test_processes_forked_after_loading_share_no_connection(database_url, tmp_path):
    code = "import wsgi; from forum.store import db; print(len(db.database.obj._connections), db.database.is_closed())"
    loaded = load(code, WENQU_DATA=str(tmp_path / "data"), WENQU_DATABASE=database_url)
    assert loaded.stdout.split() == ["0", "True"], loaded.stderr


def test_a_wrong_setting_stops_the_load_and_is_named(database_url, tmp_path):
    loaded = load(ANSWER, WENQU_DATA=str(tmp_path / "data"), WENQU_DATABASE=database_url, WENQU_POLICY="nowhere")
    assert loaded.returncode != 0 and "WENQU_POLICY" in loaded.stderr

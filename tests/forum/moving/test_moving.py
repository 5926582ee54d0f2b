"""A city moves between the engines as it is, whatever interrupts it, and only into an empty place."""

import gzip
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from stage_databases import LOGIN

from boards.actions.posts import posts
from boards.models.threads import Thread
from forum.accounts.models import Account
from forum.config import from_environ
from forum.moving import running
from forum.moving.folder import MANIFEST, Folder, FolderError, read_manifest
from forum.moving.keys import KeyConflict
from forum.private import Encryptor
from forum.store import db, schema
from forum.store.bulk.snapshot import snapshot
from forum.store.bulk.tables import tables_of
from forum.store.bulk.target import TargetError
from forum.store.db import Model
from forum.store.schema import SchemaError

TARGET = "forum.store.bulk.target:Target"


@pytest.fixture
def exported(city, tmp_path, store_of):
    """(the folder, the manifest) of an export of the city."""
    folder = Folder(tmp_path / "export")
    manifest, _ = running.export(folder, city, store_of(city), secrets=True)
    return folder, manifest


@pytest.fixture
def move(store_of):
    def into(settings, exported):
        return running.bring_in(*exported, settings, store_of(settings), "importing rows")

    return into


def again(settings):
    """The Settings as the next command reads them."""
    return from_environ({"WENQU_DATA": str(settings.data), "WENQU_DATABASE": settings.database})


def test_a_city_moves_to_the_other_engine_and_back_without_a_change(
    exported, empty, move, store_of, found, described, tmp_path, cast
):
    folder, manifest = exported
    for number, place in enumerate((empty("there"), empty("back", same=True))):
        move(place, (folder, manifest))
        assert found(place) == []
        folder = Folder(tmp_path / f"export{number}")
        before, settings = manifest, again(place)
        manifest, _ = running.export(folder, settings, store_of(settings), secrets=True)
        assert described(manifest) == described(before)
        assert manifest.keys.keys() == before.keys.keys() == {"secret-key", "ledger-key"}
        assert manifest.files == 1 and manifest.missing_files == []
        db.connect(settings.database)
        with db.connection():
            sealed = Account.get_by_id(cast.moderator.account).otp_secret
        db.database.close_all()
        assert Encryptor(settings.secret_key).decrypt(sealed, f"account/otp_secret/{cast.moderator.account}")


def test_the_moved_city_goes_on_where_it_was(exported, empty, move, found, cast, rules, now, question):
    settings = empty("there")
    move(settings, exported)
    db.connect(settings.database)
    schema.check()
    with db.connection():
        posts.reply(Thread.get_by_id(question.id), actor=cast.asker, now=now, city=rules, text="谢谢，灯装好了。")
    db.database.close_all()
    assert found(settings) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_postgresql_the_tables_belong_to_the_owner_as_after_init(exported, empty, move, postgresql):
    settings = empty("there")
    own = settings.database.replace("postgres:", f"{LOGIN}:", 1)
    move(replace(settings, database=own, upkeep=settings.database), exported)
    opened = db.connect(own)
    with db.connection():
        schema.check()
        owners = opened.execute_sql("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    opened.close_all()
    assert [owner.endswith("_owner") for (owner,) in owners] == [True]


KILLS = (
    (f"{TARGET}:_take_down", 1),  # before it has noted that it began
    (f"{TARGET}:put", 1),
    (f"{TARGET}:put", 7),
    (f"{TARGET}:carry_out", 30),
    (f"{TARGET}:_check_keys", 1),
)


def test_an_import_goes_on_wherever_it_is_killed(exported, empty, move, found, killed, refused):
    settings = empty("there")
    for number, (place, times) in enumerate(KILLS):
        assert killed(settings, ("import", "city", str(exported[0].root)), place, times), place
        if number:
            refused(settings)
    move(again(settings), exported)
    assert found(settings) == []


@pytest.fixture
def refused():
    """refused(settings): neither the site nor `wenqu init` takes a city that is half imported for a whole one."""

    def run(settings):
        opened = db.connect(settings.database)
        with pytest.raises(SchemaError, match="being imported"):
            schema.check()
        opened.close_all()
        with pytest.raises(SchemaError, match="being imported"):
            schema.upgrade(settings.database)

    return run


def test_an_export_that_is_killed_goes_on_and_writes_nothing_twice(city, tmp_path, killed, store_of, described):
    folder = Folder(tmp_path / "export")
    place = "forum.moving.folder:Folder:keep_part"
    assert killed(city, ("export", str(folder.root)), place, 9)
    with pytest.raises(FolderError, match="no complete export"):
        read_manifest(folder.root / MANIFEST)
    before = set(folder.root.rglob("*.jsonl.gz"))
    manifest, written = running.export(folder, city, store_of(city), secrets=True)
    assert len(before) == 8 and before <= set(folder.root.rglob("*.jsonl.gz"))
    assert written.parts == len({part.path for part in manifest.parts}) - 8
    again, nothing = running.export(folder, city, store_of(city), secrets=True)
    assert (nothing.bytes, described(again)) == (0, described(manifest))


def test_what_is_written_meanwhile_is_not_in_the_export(city):
    add = "import sys; from forum.store import db; db.connect(sys.argv[1]); db.database.connect();"
    add += "db.raw(\"INSERT INTO reader_cursor (name, position) VALUES ('new', 1)\"); db.database.close()"
    with snapshot(city.database) as taken:
        subprocess.run([sys.executable, "-c", add, city.database], check=True)
        assert taken.one("SELECT COUNT(*) FROM reader_cursor WHERE name = 'new'") == 0
    with snapshot(city.database) as taken:
        assert taken.one("SELECT COUNT(*) FROM reader_cursor WHERE name = 'new'") == 1


INIT = "import sys; from forum.store import schema; schema.upgrade(sys.argv[1])"


def test_init_waits_while_a_snapshot_is_read(city):
    with snapshot(city.database) as taken:
        init = subprocess.Popen([sys.executable, "-c", INIT, city.database], stderr=subprocess.PIPE)
        assert b"waiting for its end" in init.stderr.readline()
        assert taken.last_number(tables_of(db.database)[0]) > 0
    assert (init.communicate()[1], init.returncode) == (b"", 0)


def test_a_place_that_is_not_empty_is_refused_and_left_alone(exported, city, move, everything):
    before = everything()
    db.database.close_all()
    with pytest.raises(TargetError, match="not empty"):
        move(city, exported)
    db.connect(city.database)
    assert everything() == before
    db.database.close_all()


def test_a_place_that_init_has_prepared_is_empty(exported, empty, move, found):
    settings = empty("there")
    db.database.close_all()
    schema.upgrade(settings.database)
    move(settings, exported)
    assert found(settings) == []


def _alter(folder, part):
    raw = gzip.decompress((folder.root / part.path).read_bytes())
    (folder.root / part.path).write_bytes(gzip.compress(raw.replace("灯".encode(), "车".encode())))


def _lose(folder, part):
    (folder.root / part.path).unlink()


def _cut(folder, part):
    (folder.root / part.path).write_bytes((folder.root / part.path).read_bytes()[:-20])


@pytest.mark.parametrize(
    ("harm", "told"), [(_alter, "was altered"), (_lose, "missing"), (_cut, "damaged")], ids=["altered", "lost", "cut"]
)
def test_an_export_that_was_harmed_is_refused_before_anything_is_changed(exported, empty, move, harm, told):
    folder, manifest = exported
    harm(folder, next(part for part in manifest.parts if part.table == "revision"))
    settings = empty("there")
    with pytest.raises(FolderError, match=told):
        move(settings, exported)
    opened = db.connect(settings.database)
    with db.connection():
        assert opened.get_tables() == []
    opened.close_all()


def test_a_manifest_that_was_altered_is_refused(exported):
    path = exported[0].root / MANIFEST
    content = json.loads(path.read_text())
    content["parts"].pop()
    path.write_text(json.dumps(content))
    with pytest.raises(FolderError, match="altered"):
        read_manifest(path)


def test_an_export_of_another_program_is_refused(exported, empty, move):
    folder, manifest = exported
    newer = replace(manifest, migrations=[*manifest.migrations, "9999_from_tomorrow"])
    with pytest.raises(FolderError, match="other tables"):
        move(empty("there"), (folder, newer))


def test_an_export_of_an_older_program_is_upgraded(exported, empty, move, found):
    folder, manifest = exported
    older = [name for name in manifest.migrations if name != "0054_backups"]
    tables = {name: table for name, table in manifest.tables.items() if name != "backup_run"}
    settings = empty("there")
    assert move(settings, (folder, replace(manifest, migrations=older, tables=tables))) == ["0054_backups"]
    assert found(settings) == []


def test_without_the_secret_part_it_can_be_read_but_not_imported(city, tmp_path, store_of, empty, move):
    folder = Folder(tmp_path / "open")
    manifest, _ = running.export(folder, city, store_of(city), secrets=False)
    assert not (folder.root / "secret").exists() and not manifest.keys
    assert {"account", "session", "token"}.isdisjoint(manifest.tables) and "post" in manifest.tables
    with pytest.raises(FolderError, match="secret part"):
        move(empty("there"), (folder, manifest))


def test_logins_and_what_is_encrypted_lie_in_the_secret_part(database):
    secret = {table.name for table in tables_of(database) if table.secret}
    logins = "account session token recovery_code account_reset known_client support_origin attempt remembered_answer"
    sealed = "mail_address phone_number contact_message hotline_call kept_form saved_draft push_subscription outbox"
    assert secret >= {*logins.split(), *sealed.split()}
    assert secret.isdisjoint(
        {"thread", "post", "revision", "entry", "seal_order", "period_figures", "ledger_checkpoint"}
    )


def test_a_ledger_key_of_another_city_is_not_overwritten(exported, empty, move):
    settings = empty("there")
    (settings.data / "ledger-key").write_text("another")
    with pytest.raises(KeyConflict, match="another ledger"):
        move(settings, exported)
    assert (settings.data / "ledger-key").read_text() == "another"


def test_a_folder_with_something_else_in_it_is_refused(city, tmp_path, store_of):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "letters.txt").write_text("mine")
    with pytest.raises(FolderError, match=r"letters\.txt"):
        running.export(Folder(tmp_path / "export"), city, store_of(city), secrets=True)


def test_both_engines_have_the_same_columns_of_the_same_kinds(database):
    """An export of one is read by the other; a new column that is true or false belongs to BOOLEANS."""
    kinds = {table.name: {column.name: column.kind for column in table.columns} for table in tables_of(database)}
    for model in Model.__subclasses__():
        for field in model._meta.sorted_fields:
            if type(field).__name__ == "BooleanField" and model._meta.table_name in kinds:
                assert kinds[model._meta.table_name][field.column_name] == "boolean", (model, field)

"""When the last backup was made."""

from forum.backup.models import BackupRun


def last_backup() -> BackupRun | None:
    """The newest complete backup of this database, None without any; its age is `now - taken_at`."""
    return BackupRun.select().order_by(BackupRun.finished_at.desc(), BackupRun.id.desc()).first()

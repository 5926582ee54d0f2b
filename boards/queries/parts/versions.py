"""What is in force of what is kept in versions: a department's working rules, and the threads of a report (记者追踪)."""

from boards.models.offices import WorkingRules
from boards.models.press import PressThread
from boards.models.threads import Department


def latest_rules(department: Department) -> WorkingRules | None:
    """The latest version of a department's WorkingRules, None without any."""
    same = WorkingRules.select().where(WorkingRules.department == department.id)
    found: WorkingRules | None = same.order_by(WorkingRules.number.desc()).first()
    return found


def attached_threads(report: int) -> list[int]:
    """The ids of the threads of a report (its id), in the order in which they were attached."""
    rows = PressThread.select(PressThread.thread).where(PressThread.report == report, PressThread.removed_at.is_null())
    return [thread for (thread,) in rows.order_by(PressThread.id).tuples()]

"""The working rules of a department that are in force."""

from boards.models.offices import WorkingRules
from boards.models.threads import Department


def latest_rules(department: Department) -> WorkingRules | None:
    """The latest version of a department's WorkingRules, None without any."""
    same = WorkingRules.select().where(WorkingRules.department == department.id)
    found: WorkingRules | None = same.order_by(WorkingRules.number.desc()).first()
    return found

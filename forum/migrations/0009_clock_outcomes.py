"""How each clock ended. Clocks that have ended get it from the log: the deed that ended them, and their due time."""

from peewee import *

# The case deeds that did what a clock of each kind asks for, when this migration was written.
MET_BY = {
    "accept": ("case.accept", "case.first_reply", "case.result"),
    "first_reply": ("case.first_reply", "case.result"),
    "answer": ("case.result",),
    "cohandling": ("case.input",),
}
AT_THAT_TIME = (
    "SELECT 1 FROM entry WHERE entry.thread_id = clock.thread_id AND entry.at = clock.met_at AND entry.deed IN"
)


def up(migrator, db):
    migrator.migrate(migrator.add_column("clock", "outcome", CharField(max_length=10, null=True)))
    db.execute_sql("UPDATE clock SET outcome = 'missed' WHERE met_at > due_at")
    for kind, deeds in MET_BY.items():
        listed = ", ".join(f"'{deed}'" for deed in deeds)
        db.execute_sql(
            f"UPDATE clock SET outcome = 'met' WHERE outcome IS NULL AND kind = '{kind}' AND met_by IN ({listed})"
            f" AND EXISTS ({AT_THAT_TIME} ({listed}))"
        )
    db.execute_sql("UPDATE clock SET outcome = 'stopped' WHERE outcome IS NULL AND met_at IS NOT NULL")
    _name_publications(db)


def _name_publications(db):
    """The explanations of clocks that started when a screened question was published said that it was asked then."""
    db.execute_sql(
        "UPDATE clock SET explanation = replace(explanation, '\"from_question\"', '\"from_publication\"')"
        " WHERE opened_at > (SELECT created_at FROM thread WHERE thread.id = clock.thread_id) AND EXISTS (SELECT 1"
        " FROM entry WHERE entry.thread_id = clock.thread_id AND entry.at = clock.opened_at"
        " AND entry.deed IN ('case.publish', 'case.route'))"
    )

"""One index with all that counting what is open and overdue reads: the front of a large city looked 7,000 rows up for two numbers."""


def up(migrator, db):
    db.execute_sql('DROP INDEX IF EXISTS "casefigures_department_open_until"')
    db.execute_sql(
        'CREATE INDEX "casefigures_open" ON "case_figures" '
        '("department", "open_until", "measures", "day", "accept_until", "first_reply_until", "answer_until", "thread") '
        'WHERE "open_until" IS NOT NULL'
    )

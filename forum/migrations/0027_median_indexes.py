"""Indexes by which the medians of the statistics are found without sorting every case of the city."""


def up(migrator, db):
    for column in ("accept_minutes", "answer_minutes"):
        db.execute_sql(f'CREATE INDEX "casefigures_department_{column}" ON "case_figures" ("department", "{column}")')

"""Indexes that hold all that the medians of the statistics are read from, so that no row is looked up for them."""

OF_SORT = ("kind", "channel", "category")
MINUTES = ("accept_minutes", "answer_minutes")
MADE = {
    "casefigures_accept_minutes": ("department", MINUTES[0], "day", *OF_SORT),
    "casefigures_answer_minutes": ("department", MINUTES[1], "day", *OF_SORT),
    "casefigures_days": ("department", "day", *OF_SORT, *MINUTES),
}


def up(migrator, db):
    for column in MINUTES:
        db.execute_sql(f'DROP INDEX "casefigures_department_{column}"')
    for name, columns in MADE.items():
        named = ", ".join(f'"{column}"' for column in columns)
        db.execute_sql(f'CREATE INDEX "{name}" ON "case_figures" ({named})')

"""The sums of the figures by year beside those by month, how many cases took about how long, and how often figures have changed."""

from datetime import date

from peewee import *

from forum.clock import next_month

SORT = ("department", "category", "kind", "channel")
MEASURES = (
    "received waiting forwarded platform duplicate declined discussion answered open accept_due accepted_on_time"
    " first_reply_due first_reply_on_time answer_due answered_on_time stopped transferred followed_up rated satisfied"
    " asked_solved solved sealed own_department"
).split()
UNTIL = ("open_until", "accept_until", "first_reply_until", "answer_until")
DAYS = ("department", "day", "kind", "channel", "category", "measures", "accept_minutes", "answer_minutes")
FINE, LONGEST = 6, 40


def up(migrator, db):
    db.create_tables(_tables(db))
    db.execute_sql("INSERT INTO figures_version (changes) VALUES (0)")
    months = [month for (month,) in db.execute_sql("SELECT DISTINCT month FROM month_figures").fetchall()]
    _copy_months(db)
    for year in sorted({str(month)[:4] for month in months}):
        _add_year(db, year)
    db.execute_sql("DROP TABLE month_figures")
    _make_indexes(db)
    for month in sorted(months, key=str):
        _count_minutes(db, str(month))
    for year in sorted({str(month)[:4] for month in months}):
        _add_minutes_of_year(db, year)


def _tables(db):
    class PeriodFigures(Model):
        id = BigAutoField()
        department = BigIntegerField()
        months = SmallIntegerField()
        begins = DateField()
        category = BigIntegerField()
        kind = CharField(max_length=20)
        channel = CharField(max_length=20)

        class Meta:
            database = db
            table_name = "period_figures"
            indexes = (
                (("department", "category", "kind", "channel", "months", "begins"), True),
                (("begins", "months"), False),
            )

    class MinuteFigures(Model):
        id = BigAutoField()
        department = BigIntegerField()
        months = SmallIntegerField()
        begins = DateField()
        clock = CharField(max_length=20)
        least = BigIntegerField()
        cases = IntegerField()

        class Meta:
            database = db
            table_name = "minute_figures"
            indexes = (
                (("department", "months", "begins", "clock", "least"), True),
                (("begins", "months"), False),
            )

    class FiguresVersion(Model):
        id = AutoField()
        changes = BigIntegerField()

        class Meta:
            database = db
            table_name = "figures_version"

    for measure in MEASURES:
        PeriodFigures._meta.add_field(measure, IntegerField())
    return [PeriodFigures, MinuteFigures, FiguresVersion]


def _copy_months(db):
    columns = ", ".join(f'"{name}"' for name in (*SORT, *MEASURES))
    db.execute_sql(
        f"INSERT INTO period_figures (months, begins, {columns}) SELECT 1, month, {columns} FROM month_figures"
    )


def _add_year(db, year):
    columns, sort = (", ".join(f'"{name}"' for name in names) for names in ((*SORT, *MEASURES), SORT))
    sums = ", ".join(f'SUM("{name}")' for name in MEASURES)
    db.execute_sql(
        f"INSERT INTO period_figures (months, begins, {columns}) SELECT 12, DATE '{year}-01-01', {sort}, {sums} FROM period_figures "
        f"WHERE months = 1 AND begins BETWEEN '{year}-01-01' AND '{year}-12-01' GROUP BY {sort}".replace(*_date(db))
    )


def _date(db):
    """SQLite has no type for days."""
    return ("DATE '", "'") if isinstance(db, SqliteDatabase) else ("", "")


def _make_indexes(db):
    db.execute_sql('DROP INDEX "casefigures_days"')
    days = ", ".join(f'"{column}"' for column in DAYS)
    db.execute_sql(f'CREATE INDEX "casefigures_days" ON "case_figures" ({days})')
    for column in UNTIL:
        db.execute_sql(
            f'CREATE INDEX "casefigures_{column}" ON "case_figures" ("{column}") WHERE "{column}" IS NOT NULL'
        )


def _count_minutes(db, month):
    first = date.fromisoformat(month)
    for clock in ("accept", "answer"):
        column = f"{clock}_minutes"
        db.execute_sql(
            "INSERT INTO minute_figures (department, months, begins, clock, least, cases) "
            f"SELECT department, 1, DATE '{month}', '{clock}', {column} - ({column} & ({_width(column)} - 1)) AS least, COUNT(*) "
            f"FROM case_figures WHERE department IN (SELECT 0 UNION ALL SELECT id FROM department) AND day >= '{first}' "
            f"AND day < '{next_month(first)}' AND {column} IS NOT NULL GROUP BY department, least".replace(*_date(db))
        )


def _width(column):
    steps = (f"WHEN {column} < {1 << FINE + more} THEN {1 << more}" for more in range(LONGEST - FINE))
    return f"CASE {' '.join(steps)} ELSE {1 << LONGEST - FINE} END"


def _add_minutes_of_year(db, year):
    db.execute_sql(
        "INSERT INTO minute_figures (department, months, begins, clock, least, cases) "
        f"SELECT department, 12, DATE '{year}-01-01', clock, least, SUM(cases) FROM minute_figures "
        f"WHERE months = 1 AND begins BETWEEN '{year}-01-01' AND '{year}-12-01' GROUP BY department, clock, least".replace(
            *_date(db)
        )
    )

"""The version of the renderer that made a revision's HTML; what is there was made by version 1."""


def up(migrator, db):
    # Plain SQL: both engines add a column with a constant default without rewriting the table.
    db.execute_sql('ALTER TABLE "revision" ADD COLUMN "rendering" INTEGER NOT NULL DEFAULT 1')

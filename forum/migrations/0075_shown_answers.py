"""The index for the newest official answers holds those alone that the front page may list: among many follow-ups it read these, too."""


def up(migrator, db):
    db.execute_sql('DROP INDEX IF EXISTS "post_newest_answers"')
    db.execute_sql(
        'CREATE INDEX "post_shown_answers" ON "post" ("id") '
        "WHERE \"kind\" IN ('first_reply', 'result') AND \"hidden_at\" IS NULL"
    )

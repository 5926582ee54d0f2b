"""An index by which the worker finds the remembered answers that are told no longer."""


def up(migrator, db):
    db.execute_sql('CREATE INDEX "rememberedanswer_created_at" ON "remembered_answer" ("created_at")')

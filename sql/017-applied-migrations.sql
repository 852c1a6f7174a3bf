-- Which migrations were applied, for the application: a backup names them, so that it is restored into tables of the same shape.
create view operations.applied_migration as select name, applied_at from schema_migration;

-- Imports that wait because the log cannot be reached: they cannot say so in the log itself. They go on by themselves.
create table operations.waiting (
  import_id uuid primary key,
  since timestamptz not null default now()
);

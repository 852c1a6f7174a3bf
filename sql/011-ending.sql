-- Imports that a person wants ended: whoever runs one looks here before each batch, and stops.
create table operations.ending (
  import_id uuid primary key,
  since timestamptz not null default now()
);

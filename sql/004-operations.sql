-- What running the product needs to remember and the log does not: never part of a rebuild, never part of a checksum.
create schema operations;

-- One row a run that ended: what an import cost, and how its file's records stood when it was done.
create table operations.run (
  import_id uuid primary key,
  seconds double precision not null,
  peak_memory_mib integer not null,
  published bigint not null,
  open bigint not null,
  rejected bigint not null,
  head bigint not null
);

/** The tables of the schema `imports`: every import and source, as their streams tell it. */
import { importStatuses } from '../../domain/import/fold.ts';

/** @param imports name of the schema. */
export const importTables = (imports: string): string => `
create table ${imports}.source (
  name text primary key,
  version int,
  definition json,
  registered_position bigint,
  last_import uuid,
  -- How many definitions were registered, which numbers them from 1.
  definitions int not null default 0
);

-- Every definition of a source, by number: imports are pinned to one.
create table ${imports}.source_definition (
  source text not null,
  number int not null,
  definition json not null,
  -- Where people mapped columns: what they agreed on, which later definitions of the source get too.
  mapping json,
  position bigint not null,
  primary key (source, number)
);

create table ${imports}.import_run (
  import_id uuid primary key,
  source text not null,
  status text not null check (status in (${importStatuses.map((status) => `'${status}'`).join(', ')})),
  previous_import uuid,
  trigger text,
  -- sha256 of the bytes; for sources of people an HMAC of it.
  digest text,
  bytes bigint,
  file_name text,
  contract int,
  source_version int,
  ruleset int,
  header json,
  -- When it was decided; finished_at is the store's time of the event that ended it.
  started_at timestamptz,
  finished_at timestamptz,
  rows_read bigint not null default 0,
  rows_new bigint not null default 0,
  rows_revised bigint not null default 0,
  rows_unchanged bigint not null default 0,
  rows_duplicate bigint not null default 0,
  rows_conflicting bigint not null default 0,
  rows_quarantined bigint not null default 0,
  rows_repaired bigint not null default 0,
  -- Rows whose key is spelled otherwise than that of their record.
  rows_respelled bigint not null default 0,
  -- Judged rows per rule and severity: [{ rule, severity, count }].
  findings json not null default '[]',
  -- Bad and evaluated judged rows per rule and field: [{ rule, field, dimension, bad, evaluated }].
  metrics json not null default '[]',
  -- Stated columns that the batch verdict takes out of the way.
  unreliable json,
  -- Rows of the file, and how many of them state a value, by field: what the source's next import is compared with.
  file_rows bigint,
  filled json,
  -- Columns of the definition that the file does not have.
  absent json,
  -- Records that stood and that a snapshot does not state.
  missing_records bigint,
  failure json,
  pause text,
  -- Why it was held, answered or not; the last mapping proposed for it and by whom; whether a second person agreed.
  hold json,
  mapping json,
  mapping_agreed boolean not null default false,
  -- Why it was given up.
  given_up text,
  accepted_position bigint,
  started_position bigint,
  position bigint not null
);
create index import_run_source on ${imports}.import_run (source, accepted_position);
create index import_run_digest on ${imports}.import_run (source, digest);
create index import_run_previous on ${imports}.import_run (previous_import);
-- What waits, for somebody or for the next run: few at any time.
create index import_run_unfinished on ${imports}.import_run (source, accepted_position)
  where status in ('running', 'paused', 'held', 'withdrawing');

-- Records that their source's last snapshot does not state and that were kept (\`onMissing: keep\`), with the import that
-- was the first not to state them.
create table ${imports}.missing_record (
  record_id uuid primary key,
  source text not null,
  import_id uuid not null
);
create index missing_record_source on ${imports}.missing_record (source, record_id);

create table ${imports}.quarantined_row (
  import_id uuid not null references ${imports}.import_run,
  row int not null,
  sheet text,
  -- Half-open byte range in the original.
  bytes_from bigint,
  bytes_to bigint,
  reason text not null,
  params json not null,
  primary key (import_id, row)
);

-- What people decided on an import, by the version of its event; and what became of a held one without a person.
create table ${imports}.import_answer (
  import_id uuid not null references ${imports}.import_run,
  version int not null,
  answer text not null,
  actor text not null,
  at timestamptz not null,
  reason text,
  columns json,
  primary key (import_id, version)
);

-- One row a rule and field of an import.
create view ${imports}.quality_metric as
  select r.source, r.import_id, m.dimension, m.field, m.rule, m.bad, m.evaluated
  from ${imports}.import_run r,
    json_to_recordset(r.metrics) as m(rule text, field text, dimension text, bad bigint, evaluated bigint);
`;

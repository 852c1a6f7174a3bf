/** The tables of the schema `records`: what every record is, was, and waits for. */

import { severities } from '../../domain/record/events.ts';
import { statuses } from '../../domain/record/fold.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/**
 * Written together, row by row from the same states, so there are no foreign keys among them: on an import they would cost a
 * tenth of the time.
 * @param records name of the schema.
 */
export const recordTables = (records: string): string => `
create table ${records}.record (
  record_id uuid primary key,
  type text not null,
  source text not null,
  key text,
  -- What the spellings of its natural key have in common, hashed; with a secret where it is about a person. Null without key.
  compared_key bigint,
  subject uuid,
  version int not null,
  position bigint not null,
  status text not null check (status in (${oneOf(statuses)})),
  -- Hashes of what its source last stated: the base, then its alternatives.
  stated text[] not null,
  base_version int,
  base_import uuid,
  base_row int,
  people boolean not null,
  unstated boolean not null,
  -- The import that no longer stated it.
  unstated_import uuid,
  content_hash text,
  outcome_hash text,
  severity text check (severity in (${oneOf(severities)})),
  published_version int
);
-- Imports lie together on disk, so a block range index finds them at hardly any cost while importing.
create index record_base_import on ${records}.record using brin (base_import) with (pages_per_range = 32, autosummarize = on);
create index record_subject on ${records}.record (subject) where subject is not null;
-- Only ever asked for equality, and a hash index costs an import a third of what a tree does.
create index record_compared_key on ${records}.record using hash (compared_key);

-- Natural keys that the definitions of a source have or had: JSON lists of fields.
create table ${records}.source_key (
  source text not null,
  fields text not null,
  -- Position of its first registration.
  since bigint not null,
  primary key (source, fields)
);

-- One row an event. Current between from_position (inclusive) and to_position (exclusive; null: until now).
create table ${records}.record_history (
  record_id uuid not null,
  version int not null,
  from_position bigint not null,
  to_position bigint,
  status text not null,
  severity text,
  -- The row of this version holds the content; sealed for types about people.
  content_version int,
  content json,
  published_version int,
  published_content_version int,
  primary key (record_id, version)
);

-- Findings on the newest content of records of types without people.
create table ${records}.finding (
  record_id uuid not null,
  ordinal int not null,
  rule text not null,
  version int not null,
  severity text not null,
  field text,
  params json,
  suggestion json,
  holds boolean not null,
  waived boolean not null,
  primary key (record_id, ordinal)
);
create index finding_rule on ${records}.finding (rule, severity);

-- Findings on records about people: their number per severity in clear, themselves sealed.
create table ${records}.sealed_finding (
  record_id uuid primary key,
  info int not null,
  warn int not null,
  error int not null,
  block int not null,
  findings json
);

-- Exactly the open records. \`rank\` orders severities: 0 none, 1 info … 4 block.
create table ${records}.review_queue (
  record_id uuid primary key,
  type text not null,
  source text not null,
  since bigint not null,
  severity text,
  rank int not null,
  -- Rules of its findings that nobody waived; empty for types about people.
  rules text[] not null
);
create index review_queue_order on ${records}.review_queue (rank desc, since, record_id);

-- What people agreed to, as it stands now; what they signed is in the log, sealed.
create table ${records}.consent (
  subject uuid not null,
  purpose text not null,
  namespace text,
  status text not null check (status in ('recorded', 'withdrawn')),
  -- Of the event that says so.
  position bigint not null,
  primary key (subject, purpose)
);
create index consent_namespace on ${records}.consent (namespace, purpose, position);

-- How many records have which status.
create table ${records}.tally (
  type text not null,
  source text not null,
  status text not null,
  records bigint not null check (records > 0),
  primary key (type, source, status)
);
`;

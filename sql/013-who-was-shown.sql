-- The access log says about whom, too: the person's pseudonym and the record; both are null where a whole type or a part of
-- the log was shown.
alter table operations.access add column subject uuid, add column record_id uuid;
create index access_by_subject on operations.access (subject, access_id) where subject is not null;
create index access_by_record on operations.access (record_id, access_id) where record_id is not null;

-- A person is found under every spelling of their key, not only under the one that was met first.

-- HMAC of (namespace, compared key) under the secret 'lookup'. One person has it: where several of the first release share a
-- compared key, the one who was there first. Null for records that are their own subject, for those others, and for people of
-- the first release until their namespace is compared.
alter table keys.subject add column compared bytea check (octet_length(compared) = 32);
create unique index subject_compared on keys.subject (compared) where compared is not null;

-- Namespaces whose people of the first release are compared: HMAC of the namespace under the secret 'lookup'.
create table keys.compared_namespace (
  namespace bytea primary key check (octet_length(namespace) = 32)
);

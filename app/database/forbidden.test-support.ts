/** What nobody may do to the log who speaks through the application: each refused by the server itself. */

/** Changing, hiding and forging what happened. */
const onTheLog = [
  `update log.event set type = 'Forged'`,
  `update log.event_from_1 set type = 'Forged'`,
  'delete from log.event',
  'delete from log.event_from_1 where position = 1',
  'truncate log.event',
  'truncate log.stream, log.head cascade',
  `insert into log.event select * from log.event`,
  `insert into log.stream values (0, 9, 'food-1')`,
  'delete from log.stream',
  'update log.stream set version = 99',
  'update log.head set position = 1000000',
  `copy log.event from stdin`,
  `merge into log.head h using (select 1) x on true when matched then delete`,
  'select * from log.event for update',
  'lock table log.event in access exclusive mode',
];

/** Taking its protection away. */
const onItsProtection = [
  'alter table log.event disable trigger append_only',
  'alter table log.event disable trigger all',
  'alter table log.event_from_1 disable trigger append_only',
  'drop trigger append_only on log.event',
  'drop table log.event',
  'drop table log.event_from_1',
  'drop schema log cascade',
  'alter table log.event detach partition log.event_from_1',
  'alter table log.event rename to gone',
  'alter schema log rename to gone',
  'alter table log.event owner to current_user',
  'alter table log.event add column forged text',
  'alter table log.event enable row level security',
  'create rule forged as on insert to log.event do instead nothing',
  'create trigger forged before insert on log.event for each row execute function suppress_redundant_updates_trigger()',
  'create index forged on log.event (type)',
  'create table log.forged (n int)',
  `create function log.append() returns void language sql as ''`,
  `create or replace function log.refuse() returns trigger language plpgsql as 'begin return null; end'`,
  'alter function log.refuse() rename to gone',
  'drop function log.refuse() cascade',
  `select log.protect('log.head', 'insert')`,
  'select log.add_partition(1, 1)',
  'create view pg_catalog.forged as select 1',
  'create policy forged on log.event',
];

/** Becoming somebody else. */
const asSomebodyElse = (owner: string): readonly string[] => [
  `set role "${owner}"`,
  `set session authorization "${owner}"`,
  `grant "${owner}" to current_user`,
  `alter role "${owner}" password 'mine'`,
  'alter role current_user superuser',
  'create role forged superuser',
  'set session_replication_role = replica',
  `alter database postgres set session_replication_role = replica`,
  `alter system set session_replication_role = replica`,
  `alter role "${owner}" set search_path = forged`,
];

/** Reaching the machine, where files and processes of the server lie. */
const onTheMachine = [
  `copy (select 1) to program 'true'`,
  `copy log.event to '/tmp/log'`,
  `create temporary table taken (line text); copy taken from '/etc/passwd'`,
  `create temporary table run (line text); copy run from program 'id'`,
  `select pg_read_file('/etc/passwd')`,
  `select pg_read_binary_file('postgresql.conf')`,
  `select pg_ls_dir('.')`,
  `select pg_stat_file('postgresql.conf')`,
  `select lo_import('/etc/passwd')`,
  `select lo_from_bytea(4711, 'x'); select lo_export(4711, '/tmp/forged')`,
  `create function forged() returns int language c as '/lib/x86_64-linux-gnu/libc.so.6', 'getpid'`,
  `load '/tmp/forged.so'`,
  'create extension file_fdw',
  'create extension dblink',
  'create event trigger forged on ddl_command_end execute function log.refuse()',
  `select pg_reload_conf()`,
  `select pg_rotate_logfile()`,
  'checkpoint',
  `select pg_promote()`,
  `select rolpassword from pg_authid`,
  `create publication forged for table log.event`,
  `create subscription forged connection 'dbname=postgres' publication forged`,
];

/** Journals, and what tells who may. */
const onJournals = [
  `update operations.access set purpose = 'none'`,
  'delete from operations.access',
  'truncate operations.access',
  'alter table operations.access disable trigger all',
  'drop table operations.access',
  'delete from keys.suppression',
  'truncate keys.subject',
  'delete from keys.secret',
  'truncate accounts.account cascade',
  'delete from accounts.account',
  `alter table accounts.account add column forged text`,
  `delete from schema_migration`,
  `insert into schema_migration values ('999-forged.sql', '')`,
];

export const forbiddenTo = (owner: string): readonly string[] => [
  ...onTheLog,
  ...onItsProtection,
  ...asSomebodyElse(owner),
  ...onTheMachine,
  ...onJournals,
];

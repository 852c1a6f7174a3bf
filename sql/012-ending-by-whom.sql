-- Who wants the import ended and why: the run that stops says so itself, in case the command that asked was killed.
delete from operations.ending;
alter table operations.ending
  add column command_id uuid not null,
  add column actor text not null,
  add column reason text not null;

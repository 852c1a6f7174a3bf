-- What only the owner of the database may do is asked of nobody else: the application works as a role of its own, whose rights
-- are listed in app/database/privileges.ts and given after the migrations.

-- Whoever works in this database makes nothing where names without a schema are looked for. Of databases made before
-- PostgreSQL 15 everybody may; where this is not ours to change, the owner's migrations still look nowhere else.
do $$
begin
  revoke create on schema public from public;
exception
  when insufficient_privilege or invalid_schema_name then null;
end $$;

-- The journal of what was shown is taken away in one piece neither.
create trigger whole before truncate on operations.access
  for each statement execute function operations.refuse_change();

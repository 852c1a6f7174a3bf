/** How far the projections in use are, and what they set aside. */
import { sql } from 'slonik';
import { z } from 'zod';
import type { ReadModel } from './read-model.ts';

const row = z.object({ name: z.string(), version: z.int(), position: z.string(), valid: z.boolean(), parked: z.int() });
export type ProjectionPosition = z.infer<typeof row>;

/** Where each projection stands, and how many events it set aside. */
export const positions = (readModel: ReadModel): Promise<readonly ProjectionPosition[]> =>
  readModel.any(sql.type(row)`
    select c.name, c.version, c.position::text as position, c.valid,
      (select count(*) from projection.parked p where p.name = c.name and p.build = 'live') as parked
    from projection.checkpoint c where c.build = 'live' order by c.name`);

const parkedRow = z.object({
  projection: z.string(),
  position: z.string(),
  event: z.uuid(),
  stream: z.string(),
  error: z.string(),
});
export type ParkedEvent = z.infer<typeof parkedRow>;

/** Events that the projections in use went on without, the first hundred. */
export const parkedEvents = (readModel: ReadModel): Promise<readonly ParkedEvent[]> =>
  readModel.any(sql.type(parkedRow)`
    select name as projection, position::text as position, event_id as event, stream, error
    from projection.parked where build = 'live' order by projection.parked.position limit 100`);

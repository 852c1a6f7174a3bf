/** The log, the system's state and the overview, as the API shows them. */
import { z } from 'zod';
import { importItem } from './imports.ts';
import { count, countsByType, page, position, statusCounts, uuid } from './primitives.ts';
import { sourceQuality } from './sources.ts';

export const eventPage = page(
  z
    .strictObject({
      position,
      stream: z.string(),
      version: z.int(),
      type: z.string(),
      id: uuid,
      at: z.string().describe('When it was decided.'),
      recordedAt: z.string().describe('The store’s own time.'),
      data: z.record(z.string(), z.unknown()).describe('What it says of people is sealed.'),
      metadata: z.record(z.string(), z.unknown()),
    })
    .meta({ id: 'Event' }),
).meta({ id: 'EventPage' });

export const systemStatus = z
  .strictObject({
    head: position,
    store: z.enum(['postgres', 'eventstoredb']),
    projections: z.array(
      z.strictObject({
        name: z.string(),
        version: z.int(),
        position,
        lag: z.number(),
        parked: count,
        state: z.string(),
        error: z.string().optional(),
      }),
    ),
    counts: countsByType,
  })
  .meta({ id: 'SystemStatus' });

export const rebuildReport = z
  .strictObject({
    name: z.string(),
    version: z.int(),
    events: count,
    seconds: z.number(),
    liveChecksum: z.string().nullable(),
    rebuiltChecksum: z.string(),
    equal: z.boolean().nullable().describe('Null where there was nothing to compare with.'),
  })
  .meta({ id: 'RebuildReport' });

export const overview = z
  .strictObject({
    counts: countsByType,
    totals: statusCounts,
    open: z.array(z.strictObject({ severity: z.enum(['block', 'error', 'warn', 'info', 'none']), count })),
    imports: z.array(importItem),
    quality: z.array(sourceQuality),
    position,
    asOf: z.string(),
  })
  .meta({ id: 'Overview' });

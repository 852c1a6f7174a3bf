/** Records, decisions and the queue, as the API shows them. */
import { z } from 'zod';
import { severities } from '../../domain/record/events.ts';
import { count, page, position, recordType, severity, status, uuid, value } from './primitives.ts';

const version = z.int().describe('Of its last event, from 0.');
const qualifier = z
  .union([z.literal('trace'), z.strictObject({ below: z.number() })])
  .meta({ id: 'Qualifier', description: 'Only traces, or less than a limit.' });
const cell = z.unknown().describe('As read.');

const finding = z
  .strictObject({
    rule: z.string(),
    version: z.int(),
    severity,
    field: z.string().optional(),
    params: z.record(z.string(), z.unknown()).optional(),
    suggestion: z.strictObject({ field: z.string(), value: value.nullable() }).optional(),
    waived: z.literal(true).optional(),
    holds: z.literal(false).optional(),
    message: z.string(),
    advice: z.string(),
  })
  .meta({ id: 'Finding', description: 'What a rule says of a field, or of the record, in words.' });

const field = z
  .strictObject({
    name: z.string(),
    label: z.string(),
    unit: z.string().nullable(),
    kind: z.enum(['text', 'number', 'integer', 'enum', 'boolean', 'date', 'instant', 'list']),
    options: z.array(z.string()).nullable(),
    required: z.boolean(),
    derived: z.boolean(),
    constant: z.boolean(),
    hidden: z.boolean().describe('Says who a person is, and is not shown to you.'),
    raw: cell.nullable(),
    column: z.string().nullable(),
    stated: value.nullable().describe('As the source states it, before corrections.'),
    value: value.nullable().describe('Newest content.'),
    qualifier: qualifier.nullable(),
    published: value.nullable(),
    suggestion: value.nullable(),
    rules: z.array(z.string()),
  })
  .meta({ id: 'Field' });

const alternative = z
  .strictObject({
    number: z.int(),
    row: z.int(),
    chosen: z.boolean(),
    differing: z.array(z.strictObject({ name: z.string(), label: z.string(), value: value.nullable() })),
  })
  .meta({ id: 'Alternative', description: 'What the file states otherwise of the same record; 0 is its first row.' });

const provenance = z
  .strictObject({
    source: z.string(),
    import: uuid,
    sheet: z.string().optional(),
    row: z.int(),
    file: z.string().nullable(),
    columns: z.array(z.string()).nullable(),
  })
  .meta({ id: 'Provenance' });

export const historyEntry = z
  .strictObject({
    version: z.int(),
    position,
    id: uuid,
    type: z.string(),
    actor: z.string(),
    at: z.string().describe('When it was decided.'),
    stands: z.boolean().describe('False where a later undo struck it.'),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'HistoryEntry' });

export const recordSheet = z
  .strictObject({
    id: uuid,
    type: recordType,
    typeLabel: z.string(),
    source: z.string(),
    key: z.string().nullable().describe('Null for types about people.'),
    subject: uuid.nullable(),
    version,
    position,
    status,
    unstated: z.boolean().describe('Its source no longer states it.'),
    published: z.int().nullable().describe('Version of the approval that publishes it.'),
    past: z.boolean(),
    fields: z.array(field),
    raw: z.array(z.strictObject({ column: z.string().nullable(), cell })),
    findings: z.array(finding),
    alternatives: z.array(alternative),
    provenance: provenance.nullable(),
    meets: z
      .array(z.strictObject({ id: uuid, key: z.string().nullable(), status }))
      .describe('Other records of the source that have its key in another spelling.'),
    history: z.array(historyEntry).describe('Empty where you may not see it.'),
    actions: z.array(z.enum(['approve', 'reject', 'correct', 'choose'])).describe('What you may do now.'),
    approvalBlocked: z.enum(['contributor', 'block']).nullable(),
  })
  .meta({ id: 'Record' });

export const recordHistory = z
  .strictObject({ id: uuid, version, items: z.array(historyEntry) })
  .meta({ id: 'RecordHistory' });

export const standing = z
  .strictObject({
    record: uuid,
    version,
    position: position.describe('Pass it as `atLeast` to read your own writes.'),
    status,
    published: z.int().nullable(),
  })
  .meta({ id: 'Standing', description: 'How a record stands after a decision.' });

export const queueItem = z
  .strictObject({
    record: uuid,
    type: z.string(),
    source: z.string(),
    key: z.string().nullable(),
    version: z.int(),
    since: position.describe('Position since which it is open.'),
    severity: severity.nullable().describe('The worst that holds it; null where only trust or a reopening does.'),
    rules: z.array(z.string()),
    unstated: z.boolean().describe('Its source no longer states it.'),
    published: z.int().nullable(),
    rank: z.int(),
  })
  .meta({ id: 'QueueItem' });

export const queuePage = page(queueItem).meta({ id: 'QueuePage' });

export const facets = z
  .strictObject({
    items: z.array(z.strictObject({ facet: z.enum(['type', 'source', 'severity', 'rule']), value: z.string(), count })),
  })
  .meta({ id: 'Facets' });

export const queueFilter = z.strictObject({
  type: recordType.optional(),
  source: z.string().min(1).max(100).optional(),
  severity: z
    .enum([...severities, 'none'])
    .optional()
    .describe('`none`: no finding holds it.'),
  rule: z.string().min(1).max(40).optional(),
});

const reason = z.string().trim().min(1).max(2000);

export const approval = z
  .strictObject({
    code: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('Why in spite of what was found, as a short code: `checked-at-source`.'),
    reason: reason.optional(),
  })
  .meta({ id: 'Approval' });

export const rejection = z
  .strictObject({
    code: z.string().min(1).max(60).describe('A short code, such as `implausible`.'),
    text: z.string().max(2000).optional(),
  })
  .meta({ id: 'Rejection' });

export const correction = z
  .strictObject({
    set: z
      .record(z.string().min(1).max(100), value.nullable())
      .describe('Field → value as text in canonical units, or as JSON; null clears it.'),
    reason,
  })
  .meta({ id: 'Correction' });

export const choice = z.strictObject({ alternative: z.int().nonnegative(), reason }).meta({ id: 'Choice' });

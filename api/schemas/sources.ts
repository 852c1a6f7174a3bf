/** Sources and their quality, as the API shows them. */
import { z } from 'zod';
import { count, position, recordType } from './primitives.ts';

export const sourceItem = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    recordType: z.string(),
    format: z.string(),
    licence: z.string(),
    redistributable: z.boolean(),
    cadence: z.string().nullable(),
    trust: z.enum(['auto', 'clean', 'review']),
    personal: z.boolean(),
  })
  .meta({ id: 'Source' });

export const refusedSource = z
  .strictObject({
    name: z.string(),
    title: z.string().nullable(),
    recordType: z.string().nullable(),
    format: z.string().nullable(),
    problem: z.string().describe('What is wrong with its definition, with the places.'),
  })
  .meta({ id: 'RefusedSource' });

export const sourceList = z
  .strictObject({
    items: z.array(sourceItem),
    refused: z.array(refusedSource).describe('Defined, but nothing can be imported until the definition is corrected.'),
  })
  .meta({ id: 'SourceList' });

export const sourceDetail = sourceItem
  .extend({
    definition: z.record(z.string(), z.unknown()).describe('As the source is defined: columns, units, repairs, key.'),
    consent: z
      .strictObject({
        purpose: z.string(),
        namespace: z.string(),
        people: count.describe('Whose consent is recorded.'),
        message: z.string(),
        advice: z.string(),
      })
      .nullable()
      .describe('What rows need people’s consent for, where that is the legal basis: those without are set aside.'),
  })
  .meta({ id: 'SourceDetail' });

export const dimensionScore = z
  .strictObject({
    dimension: z.string(),
    bad: count,
    evaluated: count,
    score: z.number().min(0).max(1).describe('1 − bad / evaluated.'),
  })
  .meta({ id: 'DimensionScore' });

const overall = z.number().min(0).max(1).nullable().describe('Null where nothing was evaluated.');

export const sourceQuality = z
  .strictObject({ source: z.string(), recordType: z.string(), overall, dimensions: z.array(dimensionScore) })
  .meta({ id: 'SourceQuality' });

export const qualityTrend = z
  .strictObject({
    source: z.string(),
    position: position.nullable(),
    overall,
    dimensions: z.array(dimensionScore),
    fields: z.array(z.strictObject({ field: z.string(), dimension: z.string(), bad: count, evaluated: count })),
    imports: z
      .array(z.strictObject({ import: z.string(), finishedAt: z.string().nullable(), overall, read: count }))
      .describe('One an import, the oldest first.'),
  })
  .meta({ id: 'QualityTrend' });

export const recordTypeParam = z.strictObject({ type: recordType });

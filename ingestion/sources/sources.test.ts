import { describe, expect, test } from 'vitest';
import { contracts } from '../../domain/contracts/index.ts';
import type { RawCell } from '../../domain/record/events.ts';
import { compileMapping } from '../../domain/source/mapping.ts';
import { definitionShape, parseDefinition } from '../../domain/source/parse-definition.ts';
import { source, sources } from './index.ts';

/**
 * Settings that the first release shipped without an effect. Nobody may write them anew, but taking them away would register
 * the source anew in every log, and its next import would be judged by another policy.
 */
const idle = ['timeZone', 'traits.portion'];

describe.each(sources)('the source $name', (definition) => {
  test('survives being written as JSON', () => {
    expect(definitionShape.parse(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  });

  test('agrees with its contract, and every setting of it has an effect', () => {
    const parsed = parseDefinition(definition);
    const problems = parsed.kind === 'definition' ? [] : parsed.problems;
    expect(problems.filter(({ path }) => !idle.includes(path))).toEqual([]);
  });

  test('is said in four languages, with a reason, and nobody claims to have read its licence', () => {
    expect(new Set(Object.values(definition.title)).size).toBe(4);
    expect(definition.justification.length).toBeGreaterThan(40);
    expect(definition.licence.verifiedBy).toBeNull();
  });

  test('never publishes what concerns people without a look at every warning', () => {
    if (contracts[definition.recordType].personal) expect(definition.trust).not.toBe('auto');
  });
});

test('sources have different names and are found by them', () => {
  expect(new Set(sources.map(({ name }) => name)).size).toBe(sources.length);
  expect(source('ciqual')?.recordType).toBe('food');
  expect(source('nothing')).toBeUndefined();
});

function typed(name: string, header: string, cells: readonly RawCell[]) {
  const definition = source(name)!;
  const mapping = compileMapping(definition, contracts[definition.recordType], header.split(','));
  if (mapping.kind === 'header-mismatch') throw new Error(mapping.message);
  return mapping.row(cells);
}

describe('the exports of a tracker', () => {
  const activity =
    'Id,ActivityDate,TotalSteps,TotalDistance,TrackerDistance,LoggedActivitiesDistance,VeryActiveDistance,ModeratelyActiveDistance,LightActiveDistance,SedentaryActiveDistance,VeryActiveMinutes,FairlyActiveMinutes,LightlyActiveMinutes,SedentaryMinutes,Calories';
  const numbers = ['13162', '8.5', '8.5', '0', '1.88', '0.55', '6.06', '0', '25', '13', '328', '728', '1985'];

  test('give a day, with American or ISO dates and kilometres as metres', () => {
    for (const day of ['4/12/2016', '2016-04-12']) {
      expect(typed('tracker-daily-activity', activity, ['1503960366', day, ...numbers])).toMatchObject({
        key: '["1503960366","2016-04-12"]',
        personKey: '1503960366',
        values: { steps: 13_162, distance_m: 8_500, moderately_active_distance_m: 550, sedentary_min: 728 },
      });
    }
  });

  test('give a night, whatever trails behind the date', () => {
    const header = 'Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed';
    for (const day of ['4/12/2016 12:00:00 AM', '4/12/2016 ', '2016-04-12T00:00:00']) {
      expect(typed('tracker-sleep', header, ['1503960366', day, '1', '327', '346'])).toMatchObject({
        key: '["1503960366","2016-04-12"]',
        values: { asleep_min: 327, in_bed_min: 346, sleep_records: 1 },
      });
    }
  });

  test('give a weighing; pounds stay raw and a missing body fat is missing', () => {
    const header = 'Id,Date,WeightKg,WeightPounds,Fat,BMI,IsManualReport,LogId';
    const cells = [
      '1503960366',
      '5/2/2016 11:59:59 PM',
      '52.5999984741211',
      '115.963146545323',
      '',
      '22.65',
      'True',
      '1462233599000',
    ];
    expect(typed('tracker-weight', header, cells)).toEqual({
      kind: 'typed',
      key: '["1503960366","2016-05-02T23:59:59.000Z"]',
      personKey: '1503960366',
      values: {
        bmi_stated: 22.65,
        log_id: '1462233599000',
        manual: true,
        measured_at: '2016-05-02T23:59:59.000Z',
        person_key: '1503960366',
        weight_kg: 52.5999984741211,
      },
    });
  });

  test('share the keys of their people', () => {
    const namespaces = sources.filter(({ name }) => name.startsWith('tracker-')).map(({ person }) => person);
    expect(namespaces).toEqual(Array.from({ length: 3 }, () => ({ field: 'person_key', namespace: 'tracker' })));
  });
});

/** Prometheus text, read and checked as `promtool check metrics` does, and a little more. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string | undefined;
  readonly type: string | undefined;
  readonly samples: readonly Sample[];
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)",?/g;
const suffix = /_(bucket|sum|count)$/;

/** @throws where a line is none of the format */
export function readExposition(text: string): readonly Family[] {
  const families = new Map<string, { help?: string; type?: string; samples: Sample[] }>();
  const familyOf = (name: string) => {
    const known = families.get(name) ?? { samples: [] };
    families.set(name, known);
    return known;
  };
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    if (keyword === 'HELP') familyOf(name).help = rest;
    else if (keyword === 'TYPE') familyOf(name).type = rest;
    else if (!line.startsWith('#')) {
      const [, full = '', labels = '', value = ''] = sampleLine.exec(line) ?? [];
      if (full === '') throw new Error(`no sample: ${line}`);
      const base = full.replace(suffix, '');
      const isPart = ['histogram', 'summary'].includes(families.get(base)?.type ?? '');
      const read = [...labels.matchAll(label)];
      if (
        read
          .map(([whole]) => whole)
          .join('')
          .replace(/,$/, '') !== labels.replace(/,$/, '')
      )
        throw new Error(`labels that cannot be read: ${line}`);
      familyOf(isPart ? base : full).samples.push({
        name: full,
        labels: Object.fromEntries(read.map(([, key, content]) => [key!, content!])),
        value: Number(value.replace('+Inf', 'Infinity')),
      });
    }
  }
  return [...families].map(([name, family]) => ({
    name,
    help: family.help,
    type: family.type,
    samples: family.samples,
  }));
}

/** Units that Prometheus has a base unit for, by what is to be said instead. */
const units: Readonly<Record<string, string>> = {
  milliseconds: 'seconds',
  ms: 'seconds',
  microseconds: 'seconds',
  us: 'seconds',
  ns: 'seconds',
  nanoseconds: 'seconds',
  minutes: 'seconds',
  hours: 'seconds',
  days: 'seconds',
  secs: 'seconds',
  sec: 'seconds',
  s: 'seconds',
  kilobytes: 'bytes',
  kb: 'bytes',
  kib: 'bytes',
  mb: 'bytes',
  mib: 'bytes',
  megabytes: 'bytes',
  gb: 'bytes',
  bits: 'bytes',
  percent: 'ratio',
  percents: 'ratio',
};
const baseUnits = ['seconds', 'bytes', 'ratio', 'celsius', 'meters', 'joules', 'grams', 'volts', 'amperes'];
const types = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

/** What is wrong with a family: nothing where the list is empty. */
function problemsOf({ name, help, type, samples }: Family): readonly string[] {
  const found: string[] = [];
  const words = name.split('_');
  const stem = words.at(-1) === 'total' ? words.slice(0, -1) : words;
  if (!help) found.push('no help text');
  if (type === undefined || type === 'untyped') found.push('no type');
  if (name.includes(':')) found.push('":" is for recording rules');
  if (/[a-z][A-Z]/.test(name) || name !== name.toLowerCase()) found.push('names are written in snake_case');
  if (type === 'counter' && words.at(-1) !== 'total') found.push('a counter ends in _total');
  if (type !== 'counter' && words.at(-1) === 'total') found.push('only a counter ends in _total');
  if (!['histogram', 'summary'].includes(type ?? '') && suffix.test(name)) found.push('a suffix of histograms');
  if (words.some((word) => types.includes(word))) found.push('the name says its type');
  for (const word of words) if (units[word]) found.push(`use the base unit ${units[word]} instead of ${word}`);
  const unit = baseUnits.find((one) => words.includes(one));
  if (unit !== undefined && stem.at(-1) !== unit) found.push(`the unit ${unit} stands at the end`);
  const seen = new Set<string>();
  for (const sample of samples) {
    for (const key of Object.keys(sample.labels)) {
      if (/[A-Z]/.test(key)) found.push(`the label ${key} is written in snake_case`);
      if (key.startsWith('__')) found.push(`the label ${key} is reserved`);
      if (key === 'le' && type !== 'histogram') found.push('the label le is for histograms');
      if (key === 'quantile' && type !== 'summary') found.push('the label quantile is for summaries');
      if (name.includes(`_by_${key}`)) found.push(`the name says its label ${key}`);
    }
    const id = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(id)) found.push(`twice: ${id}`);
    seen.add(id);
    if (Number.isNaN(sample.value)) found.push(`no number: ${id}`);
  }
  return [...new Set(found)].map((problem) => `${name}: ${problem}`);
}

/** What is wrong with an exposition; the runtime's own names (`process_…`, `nodejs_…`) are its makers'. */
export const lint = (text: string): readonly string[] =>
  readExposition(text)
    .filter(({ name }) => !/^(process|nodejs)_/.test(name))
    .flatMap(problemsOf);

/** The list of the architecture decisions. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { table } from './markdown.ts';

const folder = path.resolve(import.meta.dirname, '../adr');

/** Number, title and status of each, as its file says. */
export const decisionList = (): string =>
  table(
    ['n°', 'décision', 'statut'],
    readdirSync(folder)
      .filter((name) => /^\d{3}-.*\.md$/.test(name))
      .sort()
      .map((name) => {
        const text = readFileSync(path.join(folder, name), 'utf8');
        const title = /^# (?:\d+\. )?(.*)$/m.exec(text)?.[1] ?? name;
        return [name.slice(0, 3), `[${title}](${name})`, /^Statut : ([^.\n]*)/m.exec(text)?.[1] ?? ''];
      }),
  );

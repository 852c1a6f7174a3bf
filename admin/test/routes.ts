/** Every route of the screens, as its folder says: what is tried on all of them is tried on a new one, too. */
import fs from 'node:fs';
import path from 'node:path';

export interface Route {
  /** As its folder is called: `/records/[id=uuid]`. */
  readonly id: string;
  /** Names of its parameters, in their order. */
  readonly params: readonly string[];
  /** Whether a page is shown there; else it answers something else (an event stream, a download). */
  readonly page: boolean;
  /** Names of what its forms are sent to; `default` for the page itself. */
  readonly actions: readonly string[];
  /** What it answers besides pages: `GET`, `POST`. */
  readonly methods: readonly string[];
}

export const screens = path.join(import.meta.dirname, '../src');
const folder = path.join(screens, 'routes');

const textOf = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

/** Names of an object that is exported as actions, however each is written there. */
function actionsIn(text: string): readonly string[] {
  const [, body = ''] = /export const actions[^=]*= \{([\s\S]*?)\n?\};/.exec(text) ?? [];
  // What stands deeper in it are the actions' own texts.
  const own = body.includes('\n') ? body.match(/^ {2}(?:async )?(\w+)/gm) : body.match(/\w+/g);
  return (own ?? []).map((name) => name.trim().replace(/^async /, ''));
}

export const routes: readonly Route[] = fs
  .readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /^\+(page\.svelte|server\.ts)$/.test(entry.name))
  .map(({ parentPath, name }): Route => {
    const id = `/${path.relative(folder, parentPath)}`;
    const page = name === '+page.svelte';
    return {
      id,
      page,
      params: [...id.matchAll(/\[(\w+)/g)].map(([, param = '']) => param),
      actions: page ? actionsIn(textOf(path.join(parentPath, '+page.server.ts'))) : [],
      methods: page
        ? []
        : [...textOf(path.join(parentPath, name)).matchAll(/export const (GET|POST)/g)].map(
            ([, method = '']) => method,
          ),
    };
  })
  .toSorted((a, b) => a.id.localeCompare(b.id));

/** The path of a route, with what stands for its parameters. */
export const pathOf = ({ id }: Route, values: Readonly<Record<string, string>>): string =>
  id.replaceAll(/\[(\w+)[^\]]*\]/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));

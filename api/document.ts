/**
 * The OpenAPI 3.1 document: paths, parameters, schemas and roles from the endpoints; prose from the comments above them.
 */
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import swaggerJsdoc from 'swagger-jsdoc';
import { z } from 'zod';
import { roles } from '../commands/roles.ts';
import { recordTypes } from '../domain/contracts/contract.ts';
import { jsonSchema } from '../domain/contracts/derived.ts';
import { contracts } from '../domain/contracts/index.ts';
import { policy } from '../services/policy.ts';
import { queryOf } from './answer.ts';
import { type Access, type Content, type Endpoint, isStreamed, prefix } from './endpoint.ts';
import { problem } from './schemas/problem.ts';

type Schema = Record<string, unknown>;

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-permission': string | readonly string[];
  /** Who may; absent for everybody, signed in or not. */
  readonly 'x-roles'?: readonly string[];
}

export interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Who may call an endpoint; undefined for everybody. */
export const rolesOf = (access: Access): readonly string[] | undefined => {
  if (access === 'public') return undefined;
  if (access === 'signed-in') return roles;
  const permissions = typeof access === 'string' ? [access] : access;
  return roles.filter((role) =>
    permissions.some((permission) => (policy[permission] as readonly string[]).includes(role)),
  );
};

/** A path as OpenAPI writes it: `/api/v1/records/{id}`. */
export const documentPath = ({ path }: Pick<Endpoint, 'path'>): string => prefix + path.replaceAll(/:(\w+)/g, '{$1}');

/** Collects named schemas while the document is made. */
function library() {
  const schemas: Record<string, Schema> = {};
  const plain = (schema: z.ZodType, io: 'input' | 'output'): Schema => {
    const {
      $schema: _,
      $defs,
      id: __,
      ...own
    } = z.toJSONSchema(schema, { target: 'draft-2020-12', unrepresentable: 'any', io }) as Schema;
    for (const [name, definition] of Object.entries(($defs as Record<string, Schema> | undefined) ?? {})) {
      const { id: ___, ...kept } = definition;
      keep(name, lifted(kept));
    }
    return lifted(own);
  };
  /** @throws where two schemas carry one name */
  const keep = (name: string, schema: Schema): void => {
    if (schemas[name] !== undefined && !isDeepStrictEqual(schemas[name], schema))
      throw new Error(`two schemas are named ${name}: give one of them another id`);
    schemas[name] = schema;
  };
  return {
    schemas,
    plain,
    /** A reference where the schema has a name, else the schema. */
    of(schema: z.ZodType, io: 'input' | 'output'): Schema {
      const id = z.globalRegistry.get(schema)?.id;
      const own = plain(schema, io);
      if (id === undefined) return own;
      const reference = { $ref: `#/components/schemas/${id}` };
      // Zod names the outermost schema too where it has an id: then its content has come among the definitions.
      if (own.$ref !== reference.$ref) keep(id, own);
      return reference;
    },
  };
}

/** Names of zod's own become components of the document. */
const lifted = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));

/** What the groups of operations are about. */
const tags: Readonly<Record<string, string>> = {
  'Sign-in': 'Access tokens, and who they speak for.',
  Sources: 'Where data come from, how they are read, and how good they are.',
  Imports: 'Files that were taken in, what became of their rows, and those that wait for a person.',
  Consents: 'What people agreed to: it lets their rows in, of sources that need it.',
  Queue: 'What waits for people.',
  Records: 'What was read, what it says, and everything that happened to it.',
  Decisions: 'Approving, rejecting, correcting and choosing.',
  Published: 'What holds now.',
  Exports: 'What holds, as files that come out the same on any day.',
  Accounts: 'Who may sign in, with which roles; their sessions, and the journal of both.',
  System: 'The log, the tables computed of it, and who was shown people in clear.',
};

/** The document of these endpoints, with the comments of `api/routes`. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Document {
  const named = library();
  const problemReference = named.of(problem, 'output');
  const paths: Record<string, Record<string, Schema>> = {};
  for (const endpoint of endpoints) {
    const path = documentPath(endpoint);
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint, named, problemReference) };
  }
  nameValues(named.schemas);
  const definition = {
    openapi: '3.1.0',
    info: {
      title: 'HealthAI Coach data API',
      version,
      description:
        'Sources, imports, the review queue, decisions, published records and exports. Positions are strings. Whatever is refused is an RFC 9457 problem that says what to do.',
      license: { name: 'For use by HealthAI Coach only', identifier: 'LicenseRef-HealthAI-Coach' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: named.schemas,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
  const routes = fileURLToPath(new URL('routes/*.ts', import.meta.url));
  return swaggerJsdoc({ failOnErrors: true, definition, apis: [routes] }) as Document;
}

/** Values of a published record are those of one of the contracts; any of them may be absent. */
function nameValues(schemas: Record<string, Schema>): void {
  const { PublishedValues } = schemas;
  if (!PublishedValues) return;
  const names = recordTypes.map((type) => `Values_${type}`);
  recordTypes.forEach((type, i) => {
    const { $schema: _, required, ...schema } = jsonSchema(contracts[type]) as Schema;
    const always = Array.isArray(required) ? ` Every record has: ${required.join(', ')}.` : '';
    schemas[names[i]!] = { ...schema, description: `Of a ${type}.${always}` };
  });
  schemas.PublishedValues = {
    description: PublishedValues.description,
    anyOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })),
  };
}

type Library = ReturnType<typeof library>;

function operation(endpoint: Endpoint, named: Library, problemReference: Schema): Schema {
  const { id, permission, params, headers, body, bodyOptional, upload, responses } = endpoint;
  const entitled = rolesOf(permission);
  return {
    operationId: id,
    'x-permission': permission,
    ...(entitled && { 'x-roles': entitled }),
    security: entitled ? [{ bearer: [] }] : [],
    parameters: [
      ...parameters('path', params, named),
      ...parameters('query', queryOf(endpoint), named),
      ...parameters('header', headers, named),
    ],
    ...(body && {
      requestBody: { required: !bodyOptional, content: { 'application/json': { schema: named.of(body, 'input') } } },
    }),
    ...(upload && { requestBody: { required: true, content: Object.fromEntries(upload.map((type) => [type, {}])) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([status, content]) => [status, response(status, content, named)]),
      ),
      ...Object.fromEntries(
        problemsOf(endpoint).map((status) => [
          status,
          {
            description: problemWords[status] ?? 'Problem',
            content: { 'application/problem+json': { schema: problemReference } },
          },
        ]),
      ),
    },
  };
}

function parameters(place: 'path' | 'query' | 'header', shape: z.ZodObject | undefined, named: Library): Schema[] {
  if (!shape) return [];
  const sent = named.plain(shape, 'input');
  const required = (sent.required as string[] | undefined) ?? [];
  const written = sent.properties as Record<string, Schema>;
  const read = named.plain(shape, 'output').properties as Record<string, Schema>;
  // As it is read, since numbers and flags are texts on the way; where that says nothing, as it is sent.
  const saysNothing = ({ description: _, ...schema }: Schema): boolean => Object.keys(schema).length === 0;
  const properties = Object.entries(read).map(
    ([name, one]) => [name, saysNothing(one) ? written[name]! : one] as const,
  );
  return properties.map(([name, { description, ...schema }]) => ({
    name: place === 'header' ? name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

const words: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Made',
  202: 'Accepted: look at Location',
  204: 'Done, nothing to say',
  304: 'As you have it',
};

function response(status: string, content: Content, named: Library): Schema {
  const description = words[status] ?? status;
  if (content === null) return { description };
  if (isStreamed(content))
    return {
      description,
      content: Object.fromEntries(content.mediaTypes.map((type) => [type, { schema: { type: 'string' } }])),
    };
  return { description, content: { 'application/json': { schema: named.of(content, 'output') } } };
}

const problemWords: Readonly<Record<number, string>> = {
  400: 'A parameter, a header or the JSON does not fit',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'There is no such thing',
  406: 'Not in this media type',
  408: 'The body did not arrive in time',
  409: 'The record’s state forbids it',
  412: 'The record has changed since it was seen',
  413: 'Too large',
  415: 'A body of another media type',
  422: 'The content does not fit',
  428: 'If-Match is missing',
  429: 'Too many requests',
  500: 'Our fault',
  503: 'Not now',
  507: 'No room for more original files',
};

/** Statuses of problems that follow from what an endpoint is, and those it names itself. */
function problemsOf(endpoint: Endpoint): readonly number[] {
  const { permission, params, query, headers, body, upload, problems = [] } = endpoint;
  const statuses = [
    ...(permission === 'public' ? [] : [401]),
    ...(permission === 'public' || permission === 'signed-in' ? [] : [403]),
    ...(params ? [404] : []),
    ...(params || query || headers || body ? [400] : []),
    ...(body ? [408, 413, 415, 422] : []),
    ...(headers && ('idempotency-key' in headers.shape || 'x-purpose' in headers.shape) ? [422] : []),
    ...(upload ? [408, 413, 415, 507] : []),
    406,
    429,
    500,
    503,
    ...problems,
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

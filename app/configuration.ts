import fs from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';

/** The country profiles; `default` mounts everything. */
const profiles = ['default', 'us', 'fr', 'ch'] as const;
export type Profile = (typeof profiles)[number];

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Everything the environment decides. */
export interface Configuration {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Origin under which people reach it through a proxy with TLS; without it they reach it as it listens. */
  readonly publicUrl: string | undefined;
  /** Addresses and ranges of the proxies that say truly where a request comes from. */
  readonly trustedProxies: readonly string[];
  /** Absolute path. */
  readonly dataDir: string;
  /** 32 bytes; without it one is generated into `dataDir/keys`. */
  readonly keyEncryptionKey: Buffer | undefined;
  /** An existing PostgreSQL instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** The same database under a role that owns nothing in it; without it one is made where that can be done. */
  readonly databaseApplicationUrl: string | undefined;
  /** EventStoreDB for the log; without it the log is in PostgreSQL. */
  readonly eventStoreUrl: string | undefined;
  /** All original files together. */
  readonly originalsBytes: number;
  readonly profile: Profile;
  readonly bundledData: boolean;
  readonly logLevel: LogLevel;
}

export interface ConfigurationProblem {
  readonly variable: string;
  /** What was found; of a secret only its length. */
  readonly found: string;
  readonly allowed: string;
}

/** The environment holds values that cannot be used. Exit code 2. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration';
  readonly problems: readonly ConfigurationProblem[];
  constructor(problems: readonly ConfigurationProblem[]) {
    super(
      problems.map(({ variable, found, allowed }) => `${variable}: found ${found}; allowed: ${allowed}.`).join('\n'),
    );
    this.problems = problems;
  }
}

/** The folder DATA_DIR's default lies in: the repository, from wherever a command is called. */
const root = path.resolve(import.meta.dirname, '..');

interface Variable<Parsed> {
  readonly schema: z.ZodType<Parsed, string>;
  readonly allowed: string;
  /** A secret's value is never repeated in a message, and it may come from a file: see {@link fileVariable}. */
  readonly secret?: true;
}

const hostName = /^(?!-)[a-zA-Z0-9-]{1,63}(\.[a-zA-Z0-9-]{1,63})*\.?$/;
const keyShape = /^[A-Za-z0-9+/_-]{43}=?$/;

function isOrigin(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') return false;
  return url.username === '' && url.password === '' && [url.origin, `${url.origin}/`].includes(value.toLowerCase());
}

function isAddressOrRange(value: string): boolean {
  const [address = '', prefix, ...more] = value.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

const schemas = {
  HOST: {
    schema: z.union([z.ipv4(), z.ipv6(), z.string().regex(hostName)]),
    allowed: 'an IP address or a host name, like 127.0.0.1 or 0.0.0.0',
  },
  PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
    allowed: 'a whole number from 0 to 65535; 0 takes a free port',
  },
  PUBLIC_URL: {
    schema: z
      .string()
      .refine(isOrigin)
      .transform((value) => new URL(value).origin),
    allowed: 'what people type, without a path, like https://data.example.org',
  },
  TRUSTED_PROXIES: {
    schema: z
      .string()
      .transform((value) => value.split(',').map((one) => one.trim()))
      .refine((proxies) => proxies.every(isAddressOrRange)),
    allowed: 'addresses and ranges with commas between them, like 127.0.0.1,10.0.0.0/8,::1',
  },
  DATA_DIR: {
    schema: z
      .string()
      .refine((value) => value.trim() !== '' && !value.includes('\0'))
      .transform((value) => path.resolve(value)),
    allowed: 'the path of a folder, which is created where it is missing',
  },
  KEY_ENCRYPTION_KEY: {
    schema: z
      .string()
      .regex(keyShape)
      .transform((value) => Buffer.from(value, 'base64')),
    allowed: '32 bytes in base64 (44 characters), as `openssl rand -base64 32` prints them',
    secret: true,
  },
  DATABASE_URL: {
    schema: z.string().regex(/^postgres(ql)?:\/\/\S+$/),
    allowed: 'a URL like postgres://user:password@host:5432/database',
    secret: true,
  },
  DATABASE_APPLICATION_URL: {
    schema: z.string().regex(/^postgres(ql)?:\/\/\S+$/),
    allowed: 'a URL like that of DATABASE_URL, which it stands beside, with another role',
    secret: true,
  },
  EVENTSTORE_URL: {
    // Not parsed as a URL: a cluster's members follow each other with commas.
    schema: z.string().regex(/^esdb(\+discover)?:\/\/[^\s/]+\S*$/),
    allowed: 'a URL like esdb://host:2113?tls=false or esdb+discover://cluster:2113',
    secret: true,
  },
  ORIGINALS_MAX_GIB: {
    schema: z
      .string()
      .regex(/^\d{1,6}$/)
      .transform((value) => Number(value) * 1024 ** 3)
      .refine((bytes) => bytes > 0),
    allowed: 'a whole number of GiB, at least 1',
  },
  PROFILE: { schema: z.enum(profiles), allowed: profiles.join(', ') },
  BUNDLED_DATA: { schema: z.enum(['on', 'off']).transform((value) => value === 'on'), allowed: 'on, off' },
  LOG_LEVEL: { schema: z.enum(logLevels), allowed: logLevels.join(', ') },
} satisfies Record<string, Variable<unknown>>;

type Name = keyof typeof schemas;

/** The variable that names a file with the value of another one, as secrets are handed to a container. */
const fileVariable = (name: Name): string => `${name}_FILE`;

/** The names of all variables the product reads. */
export const variables: readonly string[] = Object.entries<Variable<unknown>>(schemas).flatMap(([name, { secret }]) =>
  secret ? [name, fileVariable(name as Name)] : [name],
);

/**
 * Reads the configuration from the environment, once, at the top. An empty value counts as a bad one: a secret that failed
 * to arrive must not silently become a generated one. Files are read here too, without the white space around their content.
 * @throws ConfigurationError naming every variable that is wrong, and every unknown one that begins with HEALTHAI_
 */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const problems: ConfigurationProblem[] = Object.keys(environment)
    .filter((name) => name.startsWith('HEALTHAI_'))
    .map((variable) => ({ variable, found: 'an unknown variable', allowed: variables.join(', ') }));

  function read<Parsed>(name: Name, { schema, allowed, secret }: Variable<Parsed>): Parsed | undefined {
    const file = secret ? environment[fileVariable(name)] : undefined;
    if (file !== undefined) return readFromFile(name, file, schema, allowed);
    const value = environment[name];
    if (value === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    problems.push({ variable: name, found: describe(value, secret === true), allowed });
    return undefined;
  }

  function readFromFile<Parsed>(name: Name, file: string, schema: z.ZodType<Parsed, string>, allowed: string) {
    const variable = fileVariable(name);
    const content = environment[name] === undefined ? contentOf(file) : { found: `${name} beside it` };
    if ('found' in content) {
      const wanted = `the path of a file that holds ${allowed}; it stands instead of ${name}, not beside it`;
      problems.push({ variable, found: content.found, allowed: wanted });
      return undefined;
    }
    const parsed = schema.safeParse(content.value);
    if (parsed.success) return parsed.data;
    problems.push({ variable, found: `a file with ${describe(content.value, true)}`, allowed });
    return undefined;
  }

  const configuration: Configuration = {
    host: read('HOST', schemas.HOST) ?? '127.0.0.1',
    port: read('PORT', schemas.PORT) ?? 3000,
    publicUrl: read('PUBLIC_URL', schemas.PUBLIC_URL),
    trustedProxies: read('TRUSTED_PROXIES', schemas.TRUSTED_PROXIES) ?? [],
    dataDir: read('DATA_DIR', schemas.DATA_DIR) ?? path.join(root, '.data'),
    keyEncryptionKey: read('KEY_ENCRYPTION_KEY', schemas.KEY_ENCRYPTION_KEY),
    databaseUrl: read('DATABASE_URL', schemas.DATABASE_URL),
    databaseApplicationUrl: read('DATABASE_APPLICATION_URL', schemas.DATABASE_APPLICATION_URL),
    eventStoreUrl: read('EVENTSTORE_URL', schemas.EVENTSTORE_URL),
    originalsBytes: read('ORIGINALS_MAX_GIB', schemas.ORIGINALS_MAX_GIB) ?? 100 * 1024 ** 3,
    profile: read('PROFILE', schemas.PROFILE) ?? 'default',
    bundledData: read('BUNDLED_DATA', schemas.BUNDLED_DATA) ?? true,
    logLevel: read('LOG_LEVEL', schemas.LOG_LEVEL) ?? 'info',
  };
  if (configuration.databaseApplicationUrl !== undefined && configuration.databaseUrl === undefined)
    problems.push({
      variable: 'DATABASE_APPLICATION_URL',
      found: 'a value without DATABASE_URL',
      allowed: 'a value beside DATABASE_URL; the embedded database has a role for the application already',
    });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return configuration;
}

function describe(value: string, secret: boolean): string {
  if (value === '') return 'an empty value';
  return secret ? `a value of ${value.length} characters` : JSON.stringify(value);
}

/** What a file says, or what is wrong with it. Its name is not repeated: somebody may have put the secret itself there. */
function contentOf(file: string): { readonly value: string } | { readonly found: string } {
  if (file === '') return { found: 'an empty value' };
  try {
    const value = fs.readFileSync(file, 'utf8').trim();
    return value === '' ? { found: 'an empty file' } : { value };
  } catch (error) {
    return { found: `a file that cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

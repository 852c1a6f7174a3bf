import { randomUUID } from 'node:crypto';
import { consentTextCharacters, personKeyCharacters } from '../../../domain/consent/events.ts';
import { type Language, languages } from '../../../domain/language.ts';
import { type ConsentOrder, type PersonConsents, takeConsent } from '../../../services/consents.ts';
import { sourcesOf } from '../../sources.ts';
import type { System } from '../../system.ts';
import { type Arguments, type Command, type CommandContext, wrongUse } from '../command.ts';
import { inWords } from '../refused.ts';
import { actingUser } from '../users.ts';

const verbs = ['record', 'withdraw', 'show'] as const;

export const consentCommand: Command = {
  name: 'consent',
  summary: 'Record, withdraw or show what a person agreed to.',
  usage: 'record|withdraw|show --person <key> [--namespace <ns>] --purpose <purpose> [--as <email>] [--json]',
  words: [1, 1],
  options: {
    person: { type: 'string', value: '<key>', help: 'The person, as sources name them.' },
    namespace: { type: 'string', value: '<ns>', help: 'Where that key is known; needed where there are several.' },
    purpose: {
      type: 'string',
      value: '<purpose>',
      help: 'One, such as coaching; show takes all where it is left out.',
    },
    'text-version': { type: 'string', value: '<text>', help: 'record: the version of the text that they agreed to.' },
    'text-language': { type: 'string', value: '<fr|en|de|it>', help: 'record: the language of that text.' },
    evidence: { type: 'string', value: '<text>', help: 'record: where their agreement is kept.' },
    as: { type: 'string', value: '<email>', help: 'An operator or admin; to show, an auditor too.' },
  },
  description: `Sources whose legal basis is consent take in only rows of people who agreed to the purpose; other rows are set
aside, and nothing but the original file, encrypted, holds them. Import a file again after recording: the rows of those who agreed since come in. Withdrawing
lets no more rows in from that moment on; what was taken over before stays until it is withdrawn or erased.

  healthai consent record --person 4711 --namespace tracker --purpose coaching --evidence "form 12" --as operator@healthai.local`,
  async run(context, args) {
    const order = orderOf(args);
    const system = await context.system();
    const told = await inWords(asked(system, context, args.option('as'), order), context.language);
    await tell(context, order.verb, told);
    return 0;
  },
};

/** @throws CommandFailed (wrong use) that names what is missing or cannot be */
function orderOf(args: Arguments): ConsentOrder {
  const verb = verbs.find((one) => one === args.positionals[0]);
  if (verb === undefined) throw wrongUse(`“${args.positionals[0]}” is none of ${verbs.join(', ')}.`);
  const person = args.option('person')?.trim();
  if (!person) throw wrongUse('--person is missing: say who, as the source names them.');
  if (person.length > personKeyCharacters) throw wrongUse(`--person takes ${personKeyCharacters} characters at most.`);
  const purpose = args.option('purpose');
  if (purpose === undefined && verb !== 'show')
    throw wrongUse('--purpose is missing: people agree to one purpose at a time.');
  const language = args.option('text-language');
  if (language !== undefined && !(languages as readonly string[]).includes(language))
    throw wrongUse(`--text-language takes one of ${languages.join(', ')}.`);
  const [textVersion, evidence] = ['text-version', 'evidence'].map((name) => textOf(args, name, verb));
  return {
    verb,
    person,
    namespace: args.option('namespace'),
    purpose,
    textVersion,
    language: language as Language | undefined,
    evidence,
  };
}

function textOf(args: Arguments, name: string, verb: ConsentOrder['verb']): string | undefined {
  const text = args.option(name)?.trim();
  if (text === undefined) return undefined;
  if (verb !== 'record') throw wrongUse(`--${name} belongs to record.`);
  if (text === '' || text.length > consentTextCharacters)
    throw wrongUse(`--${name} takes 1 to ${consentTextCharacters} characters.`);
  return text;
}

async function asked(
  system: System,
  { language, configuration }: CommandContext,
  email: string | undefined,
  order: ConsentOrder,
): Promise<PersonConsents> {
  const correlationId = randomUUID();
  if (email !== undefined)
    return system.services.consents({ ...(await actingUser(system, email)), language, correlationId }, order);
  // Whoever may run commands on the host.
  const parts = { ...system, catalogue: () => sourcesOf(configuration) };
  return takeConsent(parts, { actor: 'system', correlationId }, order);
}

async function tell({ output, json }: CommandContext, verb: ConsentOrder['verb'], told: PersonConsents): Promise<void> {
  if (json) return output.json(told);
  if (told.person === null)
    return output.line(
      verb === 'withdraw'
        ? 'nobody is known by this key: nothing was recorded, so nothing is withdrawn; check --person and --namespace'
        : 'nobody is known by this key: nothing is recorded',
    );
  await output.line(`person ${told.person}`);
  if (told.consents.length === 0) await output.line('  agreed to nothing');
  for (const { purpose, status, since } of told.consents) await output.line(`  ${purpose}: ${status} since ${since}`);
}

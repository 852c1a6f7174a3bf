import { approve } from '../../../commands/approve.ts';
import { choose } from '../../../commands/choose.ts';
import { correct } from '../../../commands/correct.ts';
import { reject } from '../../../commands/reject.ts';
import { type Arguments, wrongUse } from '../command.ts';
import { decisionCommand } from '../decide.ts';
import { wholeNumber } from '../values.ts';

const reason = { type: 'string', value: '<text>', help: 'Why: kept in the record’s history.' } as const;

/** @throws CommandFailed (wrong use) where an option that a decision needs is missing */
function needed(args: Arguments, name: string): string {
  const value = args.option(name);
  if (value === undefined || value.trim() === '') throw wrongUse(`--${name} is missing: a decision says why.`);
  return value;
}

export const approveCommand = decisionCommand({
  name: 'approve',
  summary: 'Approve what a record says now.',
  usage: '<record id> [--code <code>] [--reason <text>] --as <email> [--expect <version>] [--json]',
  description: `Needs the role approver. Whoever contributed to the content cannot approve it.
Over an error that stands, say why.`,
  options: {
    code: { type: 'string', value: '<code>', help: 'Why, as a code that can be counted, such as checked-at-source.' },
    reason,
  },
  read(args) {
    const [code, text] = ['code', 'reason'].map((name) => args.option(name));
    return (command, dependencies) =>
      approve(
        { ...command, ...(code !== undefined && { code }), ...(text !== undefined && { reason: text }) },
        dependencies,
      );
  },
});

export const rejectCommand = decisionCommand({
  name: 'reject',
  summary: 'Reject what a record says now.',
  usage: '<record id> --code <code> [--text <text>] --as <email> [--expect <version>] [--json]',
  description: 'Needs the role reviewer or approver. What was published before stays published.',
  options: {
    code: { type: 'string', value: '<code>', help: 'A short reason that can be counted, such as implausible.' },
    text: { type: 'string', value: '<text>', help: 'What else there is to say.' },
  },
  read(args) {
    const code = needed(args, 'code');
    const text = args.option('text');
    return (command, dependencies) => reject({ ...command, code, ...(text !== undefined && { text }) }, dependencies);
  },
});

export const correctCommand = decisionCommand({
  name: 'correct',
  summary: 'Correct fields of a record; it is judged again.',
  usage: '<record id> --set <field>=<value>… --reason <text> --as <email> [--expect <version>] [--json]',
  description: `Needs the role reviewer or approver. Values are in canonical units; an empty value clears the field.

  healthai correct 4be6… --set energy_kcal=95 --reason "typing error" --as reviewer@healthai.local`,
  options: {
    set: {
      type: 'string',
      multiple: true,
      value: '<field>=<value>',
      help: 'A field and its new value; may be repeated.',
    },
    reason,
  },
  read(args) {
    const asked = { set: fieldsOf(args), reason: needed(args, 'reason') };
    return (command, dependencies) => correct({ ...command, ...asked }, dependencies);
  },
});

function fieldsOf(args: Arguments): Record<string, string> {
  const pairs = args.options('set').map((text) => {
    const equals = text.indexOf('=');
    if (equals < 1) throw wrongUse(`--set takes <field>=<value>, not “${text}”.`);
    return [text.slice(0, equals), text.slice(equals + 1)] as const;
  });
  if (pairs.length === 0) throw wrongUse('Say what to correct: --set <field>=<value>.');
  return Object.fromEntries(pairs);
}

export const chooseCommand = decisionCommand({
  name: 'choose',
  summary: 'Choose among what a file states of one record.',
  usage: '<record id> --alternative <n> --reason <text> --as <email> [--expect <version>] [--json]',
  description:
    'Needs the role reviewer or approver. 0 is what the first row states, 1… what later rows state otherwise.',
  options: { alternative: { type: 'string', value: '<n>', help: 'Which one, from 0.' }, reason },
  read(args) {
    const alternative = wholeNumber('alternative', args.option('alternative'));
    if (alternative === undefined) throw wrongUse('Say which one: --alternative <n>, from 0.');
    const asked = { alternative, reason: needed(args, 'reason') };
    return (command, dependencies) => choose({ ...command, ...asked }, dependencies);
  },
});

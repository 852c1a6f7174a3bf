/** The catalogue of rules, in French, from the rules themselves. */
import { recordTypes } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { catalogue } from '../../domain/rules/catalogue.ts';
import type { Dimension, Rule } from '../../domain/rules/rule.ts';
import { shippedRulesets } from '../../domain/ruleset/rulesets.ts';
import { code, table } from './markdown.ts';

const dimensionsInFrench: Readonly<Record<Dimension, string>> = {
  completeness: 'complétude',
  validity: 'validité',
  uniqueness: 'unicité',
  consistency: 'cohérence',
  timeliness: 'actualité',
  accuracy: 'exactitude',
  integrity: 'intégrité',
};

const typesOf = ({ recordTypes: types }: Rule): string =>
  types === 'all' ? 'tous' : types.map((type) => contracts[type].labels.fr).join(', ');

export const rulesOverview = (): string =>
  table(
    ['règle', 'version', 'types', 'dimension', 'sévérités'],
    catalogue.map((rule) => [
      `[${rule.id}](#${anchor(rule)})`,
      rule.version,
      typesOf(rule),
      dimensionsInFrench[rule.dimension],
      rule.severities.map(code).join(', '),
    ]),
  );

/** The same id can stand for each of several families: then the types are part of the heading. */
const heading = (rule: Rule): string => {
  const alone = catalogue.filter(({ id }) => id === rule.id).length === 1;
  return alone ? rule.id : `${rule.id} ${rule.recordTypes === 'all' ? 'tous' : rule.recordTypes.join(' ')}`;
};
const anchor = (rule: Rule): string => heading(rule).toLowerCase().replaceAll(' ', '-');

export const ruleSheets = (): string => catalogue.map(sheet).join('\n\n');

function sheet(rule: Rule): string {
  const params = Object.entries(rule.params).map(([name, value]) => `${code(name)} = ${code(JSON.stringify(value))}`);
  const operands = [...rule.operands.map(code), ...(rule.optional ?? []).map((field) => `${code(field)} (si connu)`)];
  const rows = [
    ['types', typesOf(rule)],
    ['dimension', dimensionsInFrench[rule.dimension]],
    ['sévérités', rule.severities.map(code).join(', ')],
    ...(operands.length === 0 ? [] : [['champs lus', operands.join(', ')]]),
    ...(params.length === 0 ? [] : [['bornes', params.join(', ')]]),
    ['source', rule.source],
    ['message', plain(rule.message.fr)],
    ['conseil', plain(rule.advice.fr)],
    ...(rule.compares === undefined
      ? []
      : [
          [
            'colonne',
            `compare ${code(rule.compares.stated)} à ${code(rule.compares.derived)} : peut déclarer la colonne non fiable`,
          ],
        ]),
  ] as string[][];
  return `### ${heading(rule)}\n\n${table(['', ''], rows)}`;
}

/** A message with its places named, not filled. */
const plain = (template: string): string =>
  template.replaceAll(/\{([\w.]+)(?::[^}]*)?\}/g, '⟨$1⟩').replaceAll(/[[\]]/g, '');

export const rulesetsOverview = (): string =>
  table(
    ['type', 'jeu', 'règles'],
    recordTypes.flatMap((type) =>
      shippedRulesets
        .filter(({ recordType }) => recordType === type)
        .map(({ number, rules }) => [contracts[type].labels.fr, number, rules.map(({ id }) => id).join(', ')]),
    ),
  );

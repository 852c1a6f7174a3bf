/** The inventory of the sources that the release ships, in French, from their definitions. */
import { contracts } from '../../domain/contracts/index.ts';
import { type CellSettings, purposeOf, type SourceDefinition } from '../../domain/source/definition.ts';
import { namesOf } from '../../domain/source/header.ts';
import { sources } from '../../ingestion/sources/index.ts';
import { code, table } from './markdown.ts';

const bases: Readonly<Record<SourceDefinition['legalBasis'], string>> = {
  'open-data': 'données ouvertes',
  'public-domain': 'domaine public',
  synthetic: 'données fabriquées',
  anonymous: 'données anonymes',
  consent: 'consentement des personnes',
  own: 'données propres à qui tient l’installation',
};
const deliveries: Readonly<Record<SourceDefinition['delivers'], string>> = {
  snapshot: 'l’état complet à chaque fois',
  changes: 'les seules nouveautés',
};
const missing: Readonly<Record<SourceDefinition['onMissing'], string>> = {
  keep: 'ce qui n’est plus livré reste, et est signalé',
  review: 'ce qui n’est plus livré attend une décision',
  withdraw: 'ce qui n’est plus livré est retiré, sauf ce qu’une personne a approuvé, qui attend une décision',
};
export const trusts: Readonly<Record<SourceDefinition['trust'], string>> = {
  auto: '`auto` : publié d’office jusqu’à l’avertissement',
  clean: '`clean` : publié d’office si aucun constat ne dépasse l’information',
  review: '`review` : rien n’est publié sans une personne',
};

const verified = ({ verifiedBy }: SourceDefinition['licence']): string =>
  verifiedBy === null ? '**non vérifiée**' : `vérifiée par ${verifiedBy}`;
const rhythm = (cadence: string | null): string => (cadence === null ? 'sans rythme fixé' : code(cadence));

export const inventory = (): string =>
  table(
    [
      'source',
      'type d’enregistrement',
      'format',
      'licence',
      'vérification',
      'redistribuable',
      'fréquence',
      'confiance',
      'base légale',
    ],
    sources.map(({ name, recordType, format, licence, cadence, trust, legalBasis }) => [
      `[${name}](#${name})`,
      contracts[recordType].labels.fr,
      format,
      licence.name,
      verified(licence),
      licence.redistributable ? 'oui' : 'non',
      rhythm(cadence),
      code(trust),
      bases[legalBasis],
    ]),
  );

export const sourceSheets = (): string => sources.map(sourceSheet).join('\n\n');

/** All that is said of one source. */
export function sourceSheet(definition: SourceDefinition): string {
  const { name, title, recordType, format, columns, constants, repairs, naturalKey, person, licence, version } =
    definition;
  const about = [
    ['enregistrements', `${contracts[recordType].labels.fr} (${code(recordType)})`],
    ['format', `${format.toUpperCase()}, ${columns.length} colonnes décrites`],
    [
      'clé naturelle',
      naturalKey.length === 0 ? 'aucune : une ligne est reconnue à son contenu' : naturalKey.map(code).join(' + '),
    ],
    ['personne concernée', personOf(person)],
    [
      'licence',
      `${licence.name}, ${verified(licence)}${licence.redistributable ? ', redistribuable' : ', non redistribuable'}`,
    ],
    ...(licence.note === undefined ? [] : [['note', licence.note]]),
    ['base légale', bases[definition.legalBasis]],
    ...(definition.legalBasis === 'consent' ? [['finalité consentie', code(purposeOf(definition))]] : []),
    ['fréquence', rhythm(definition.cadence)],
    ['livraison', `${deliveries[definition.delivers]} ; ${missing[definition.onMissing]}`],
    ['confiance', trusts[definition.trust]],
    ...(Object.keys(constants).length === 0
      ? []
      : [
          [
            'constantes',
            Object.entries(constants)
              .map(([field, value]) => code(`${field} = ${value}`))
              .join(', '),
          ],
        ]),
    ...(repairs.length === 0 ? [] : [['réparations', repairs.map(({ repair }) => code(repair)).join(', ')]]),
    ['justification', definition.justification],
  ] as string[][];
  return `### ${name}\n\n${title.fr} (définition ${version}).\n\n${table(['', ''], about)}\n\n${columnsOf(columns)}`;
}

const written = ({ unit, decimal, date, separator }: CellSettings): readonly string[] => [
  ...(unit === undefined ? [] : [`en ${code(unit)}`]),
  ...(decimal === ',' ? ['virgule décimale'] : []),
  ...(date === undefined ? [] : [`dates ${code(date)}`]),
  ...(separator === undefined ? [] : [`liste séparée par ${code(separator)}`]),
];

/** Which column becomes which field; folded away, since it is long. */
function columnsOf(columns: SourceDefinition['columns']): string {
  const rows = columns.map((mapping) => {
    const { column, field, ...settings } = mapping;
    const synonyms = (typeof column === 'string' ? [] : column).filter((one) => typeof one !== 'string');
    return [
      namesOf(mapping).map(code).join(' ou '),
      field === null ? 'gardée telle quelle' : code(field),
      [...written(settings), ...synonyms.map(({ name, ...own }) => `${code(name)} : ${written(own).join(', ')}`)].join(
        ', ',
      ),
    ];
  });
  return `<details><summary>Colonnes</summary>\n\n${table(['colonne', 'champ', 'écriture'], rows)}\n\n</details>`;
}

function personOf(person: SourceDefinition['person']): string {
  if (person === null) return 'personne';
  if (person === 'record') return 'l’enregistrement ne nomme personne : il est son propre sujet';
  return `${code(person.field)}${person.namespace === undefined ? '' : `, espace de noms ${code(person.namespace)}`}`;
}

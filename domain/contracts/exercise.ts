/** A physical exercise of a catalogue: how it is done, with what, for which muscles. Not about a person. */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { list, oneOf, required, restricted, text } from './fields.ts';

export const exercise: Contract = {
  type: 'exercise',
  version: 1,
  labels: localised('Exercice', 'Exercise', 'Übung', 'Esercizio'),
  personal: false,
  keysWithoutCase: ['name'],
  fields: {
    external_id: required(
      text(['Identifiant de la source', 'Id of the source', 'Kennung der Quelle', 'Identificativo della fonte'], 200),
    ),
    name: required(text(['Nom', 'Name', 'Name', 'Nome'], 300)),
    target_muscles: list(['Muscles ciblés', 'Target muscles', 'Zielmuskeln', 'Muscoli bersaglio'], 50),
    secondary_muscles: list(['Muscles secondaires', 'Secondary muscles', 'Hilfsmuskeln', 'Muscoli secondari'], 50),
    body_parts: list(['Parties du corps', 'Body parts', 'Körperteile', 'Parti del corpo'], 50),
    equipment: list(['Matériel', 'Equipment', 'Geräte', 'Attrezzatura'], 50),
    instructions: list(['Consignes', 'Instructions', 'Anleitung', 'Istruzioni'], 100, 5_000),
    level: oneOf(['Niveau', 'Level', 'Niveau', 'Livello'], {
      beginner: ['Débutant', 'Beginner', 'Anfänger', 'Principiante'],
      intermediate: ['Intermédiaire', 'Intermediate', 'Mittel', 'Intermedio'],
      expert: ['Expert', 'Expert', 'Experte', 'Esperto'],
    }),
    force: oneOf(['Type de force', 'Force', 'Kraftart', 'Tipo di forza'], {
      pull: ['Tirer', 'Pull', 'Ziehen', 'Trazione'],
      push: ['Pousser', 'Push', 'Drücken', 'Spinta'],
      static: ['Statique', 'Static', 'Statisch', 'Statica'],
    }),
    mechanic: oneOf(['Mécanique', 'Mechanic', 'Mechanik', 'Meccanica'], {
      compound: ['Polyarticulaire', 'Compound', 'Mehrgelenkig', 'Multiarticolare'],
      isolation: ['Isolation', 'Isolation', 'Isolation', 'Isolamento'],
    }),
    category: text(['Catégorie', 'Category', 'Kategorie', 'Categoria'], 100),
    media_urls: restricted(list(['Médias', 'Media', 'Medien', 'Contenuti multimediali'], 50, 2_000)),
  },
  derivations: [],
};

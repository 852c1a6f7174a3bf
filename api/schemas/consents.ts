/** Consents, as the API takes and shows them. */
import { z } from 'zod';
import {
  consentTextCharacters,
  personKeyCharacters,
  purposeCharacters,
  purposePattern,
} from '../../domain/consent/events.ts';
import { languages } from '../../domain/language.ts';
import { uuid } from './primitives.ts';

const person = z
  .string()
  .trim()
  .min(1)
  .max(personKeyCharacters)
  .describe('As the source names the person. In the body, so that no log of addresses holds it.');
const namespace = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Where that key is known; may be left out where there is one only.');
const purpose = z.string().regex(purposePattern).max(purposeCharacters).describe('One purpose, as sources ask for it.');

export const consentRecording = z
  .strictObject({
    person,
    namespace,
    purpose,
    textVersion: z
      .string()
      .trim()
      .min(1)
      .max(consentTextCharacters)
      .optional()
      .describe('Of the text that was agreed to.'),
    language: z.enum(languages).optional().describe('Of that text.'),
    evidence: z.string().trim().min(1).max(consentTextCharacters).optional().describe('Where the agreement is kept.'),
  })
  .meta({ id: 'ConsentRecording' });

export const consentWithdrawal = z.strictObject({ person, namespace, purpose }).meta({ id: 'ConsentWithdrawal' });
export const consentQuestion = z
  .strictObject({ person, namespace, purpose: purpose.optional() })
  .meta({ id: 'ConsentQuestion' });

export const personConsents = z
  .strictObject({
    person: uuid.nullable().describe('Pseudonym of the person; null for whoever is not known.'),
    consents: z.array(
      z
        .strictObject({
          purpose: z.string(),
          status: z.enum(['recorded', 'withdrawn']),
          since: z.string().describe('When it was recorded, or withdrawn.'),
        })
        .meta({ id: 'Consent' }),
    ),
  })
  .meta({ id: 'PersonConsents' });

/** Why something is not done that is no decision on a record: the words, and the refusals made of them. */
import type { Json } from '../domain/json.ts';
import { type Localised, localised } from '../domain/language.ts';
import { Refused, type RefusedParts } from './refused.ts';

const words = {
  'no-such-record': localised(
    'Aucun enregistrement ne porte l’identifiant {id}. Vérifiez-le ; à une position passée, il pouvait ne pas encore exister.',
    'No record has the id {id}. Check it; at an earlier position it may not have existed yet.',
    'Kein Datensatz hat die Kennung {id}. Prüfen Sie sie; an einer früheren Position gab es ihn vielleicht noch nicht.',
    'Nessun record ha l’identificatore {id}. Verificatelo; a una posizione precedente poteva non esistere ancora.',
  ),
  'not-published': localised(
    'Rien n’est publié sous l’identifiant {id} pour le type {type}.',
    'Nothing of type {type} is published under the id {id}.',
    'Unter der Kennung {id} ist nichts vom Typ {type} veröffentlicht.',
    'Nulla del tipo {type} è pubblicato con l’identificatore {id}.',
  ),
  'no-such-source': localised(
    'La source {source} n’existe pas. Choisissez-en une dans la liste des sources.',
    'There is no source {source}. Take one from the list of sources.',
    'Es gibt keine Quelle {source}. Nehmen Sie eine aus der Liste der Quellen.',
    'Non esiste la fonte {source}. Sceglietene una dall’elenco delle fonti.',
  ),
  'invalid-source': localised(
    'Rien ne peut être lu pour la source {source}, car sa définition est refusée : {problem}. Corrigez-la.',
    'Nothing can be read for the source {source}, as its definition is refused: {problem}. Correct it.',
    'Für die Quelle {source} kann nichts gelesen werden, weil ihre Definition abgelehnt wird: {problem}. Korrigieren Sie sie.',
    'Per la fonte {source} non si può leggere nulla, perché la sua definizione è rifiutata: {problem}. Correggetela.',
  ),
  'no-such-import': localised(
    'Aucun import ne porte l’identifiant {id}. La liste des imports les montre tous.',
    'No import has the id {id}. The list of imports shows them all.',
    'Kein Import hat die Kennung {id}. Die Liste der Importe zeigt alle.',
    'Nessuna importazione ha l’identificatore {id}. L’elenco delle importazioni le mostra tutte.',
  ),
  'no-such-projection': localised(
    'La projection {name} n’existe pas. Il y a : {names}.',
    'There is no projection {name}. There are: {names}.',
    'Es gibt keine Projektion {name}. Es gibt: {names}.',
    'Non esiste la proiezione {name}. Esistono: {names}.',
  ),
  'source-waits': localised(
    'L’import {import} de la source {source} attend une décision, et ses fichiers se lisent dans l’ordre. Acceptez cet import ou rejetez-le, puis envoyez ce fichier de nouveau.',
    'The import {import} of the source {source} waits for a decision, and its files are read in their order. Accept or reject that import, then send this file again.',
    'Der Import {import} der Quelle {source} wartet auf eine Entscheidung, und ihre Dateien werden der Reihe nach gelesen. Nehmen Sie ihn an oder lehnen Sie ihn ab, und senden Sie diese Datei dann erneut.',
    'L’importazione {import} della fonte {source} attende una decisione, e i suoi file si leggono in ordine. Accettatela o rifiutatela, poi inviate di nuovo questo file.',
  ),
  'import-ended': localised(
    'L’import a été abandonné pendant que le fichier était lu. Ce qui était décidé le reste ; envoyez le fichier de nouveau s’il doit être repris.',
    'The import was given up while the file was read. What was decided stays so; send the file again if it is to be taken over.',
    'Der Import wurde aufgegeben, während die Datei gelesen wurde. Was entschieden war, bleibt; senden Sie die Datei erneut, wenn sie übernommen werden soll.',
    'L’importazione è stata abbandonata mentre il file veniva letto. Ciò che era deciso resta; inviate di nuovo il file se va ripreso.',
  ),
  'namespace-needed': localised(
    'Plusieurs espaces connaissent des personnes : dites lequel ({names}).',
    'People are known in several namespaces: say in which one ({names}).',
    'Personen sind in mehreren Namensräumen bekannt: nennen Sie einen ({names}).',
    'Le persone sono note in più spazi: indicate quale ({names}).',
  ),
  'no-such-namespace': localised(
    'Aucune source qui demande un consentement ne connaît l’espace {namespace}. Il y a : {names}.',
    'No source that needs consent knows the namespace {namespace}. There are: {names}.',
    'Keine Quelle, die eine Einwilligung braucht, kennt den Namensraum {namespace}. Es gibt: {names}.',
    'Nessuna fonte che richiede un consenso conosce lo spazio {namespace}. Esistono: {names}.',
  ),
  'no-such-purpose': localised(
    'Aucune source ne demande de consentement pour {purpose}. Il y a : {names}.',
    'No source needs consent for {purpose}. There are: {names}.',
    'Keine Quelle braucht eine Einwilligung für {purpose}. Es gibt: {names}.',
    'Nessuna fonte richiede un consenso per {purpose}. Esistono: {names}.',
  ),
  'consent-too-long': localised(
    'Un texte est trop long : {limit} caractères au plus. Dites où le consentement est conservé, plutôt que ce qu’il contient.',
    'A text is too long: {limit} characters at most. Say where the consent is kept rather than what it contains.',
    'Ein Text ist zu lang: höchstens {limit} Zeichen. Sagen Sie, wo die Einwilligung liegt, und nicht, was darin steht.',
    'Un testo è troppo lungo: {limit} caratteri al massimo. Indicate dove è conservato il consenso, non ciò che contiene.',
  ),
  'no-such-original': localised(
    'Le fichier d’origine n’est plus conservé. Envoyez-le de nouveau.',
    'The original file is not kept any more. Send it again.',
    'Die Originaldatei wird nicht mehr aufbewahrt. Senden Sie sie erneut.',
    'Il file originale non è più conservato. Inviatelo di nuovo.',
  ),
  'file-too-large': localised(
    'Le fichier dépasse {limit} octets. Partagez-le en plusieurs, puis importez-les l’un après l’autre.',
    'The file is larger than {limit} bytes. Split it and import the parts one after the other.',
    'Die Datei ist größer als {limit} Byte. Teilen Sie sie und importieren Sie die Teile nacheinander.',
    'Il file supera {limit} byte. Dividetelo e importate le parti una dopo l’altra.',
  ),
  'originals-full': localised(
    'Le fichier n’a pas été reçu : les fichiers d’origine occupent {kept} des {limit} octets permis. Un opérateur peut en permettre plus (ORIGINALS_MAX_GIB) ; renvoyez alors le fichier.',
    'The file was not taken in: the original files take {kept} of the {limit} bytes allowed. An operator can allow more (ORIGINALS_MAX_GIB); then send the file again.',
    'Die Datei wurde nicht angenommen: Die Originaldateien belegen {kept} der erlaubten {limit} Byte. Der Betrieb kann mehr erlauben (ORIGINALS_MAX_GIB); senden Sie die Datei dann erneut.',
    'Il file non è stato ricevuto: i file originali occupano {kept} dei {limit} byte consentiti. Un operatore può consentirne di più (ORIGINALS_MAX_GIB); poi inviate di nuovo il file.',
  ),
  'invalid-moment': localised(
    '« {at} » n’est ni une position, ni event:<id>, ni une date et heure comme 2026-01-31T12:00:00Z.',
    '“{at}” is neither a position, nor event:<id>, nor a time like 2026-01-31T12:00:00Z.',
    '„{at}“ ist weder eine Position noch event:<id> noch eine Zeit wie 2026-01-31T12:00:00Z.',
    '«{at}» non è né una posizione, né event:<id>, né un’ora come 2026-01-31T12:00:00Z.',
  ),
  'beyond-head': localised(
    'La position {at} n’est pas encore atteinte : le journal s’arrête à {head}.',
    'Position {at} is not reached yet: the log ends at {head}.',
    'Position {at} ist noch nicht erreicht: Das Protokoll endet bei {head}.',
    'La posizione {at} non è ancora raggiunta: il registro finisce a {head}.',
  ),
  'unknown-event': localised(
    'Le journal n’a pas d’événement {at}.',
    'The log has no event {at}.',
    'Das Protokoll hat kein Ereignis {at}.',
    'Il registro non ha alcun evento {at}.',
  ),
  'not-reached': localised(
    'Ce qui est lu n’a pas encore atteint la position {at}. Réessayez dans un instant.',
    'What is read has not reached position {at} yet. Try again in a moment.',
    'Was gelesen wird, hat Position {at} noch nicht erreicht. Versuchen Sie es gleich noch einmal.',
    'Ciò che si legge non ha ancora raggiunto la posizione {at}. Riprovate tra un istante.',
  ),
  'purpose-needed': localised(
    'Dites à quoi sert le texte en clair sur des personnes : le motif est gardé dans le journal des accès.',
    'Say what clear text about people is needed for: the purpose is kept in the access log.',
    'Sagen Sie, wozu Klartext über Personen gebraucht wird: Der Zweck bleibt im Zugriffsprotokoll.',
    'Dite a che cosa serve il testo in chiaro su persone: il motivo resta nel registro degli accessi.',
  ),
  'key-used-otherwise': localised(
    'La clé {key} a déjà servi à une autre demande : rien n’a été fait. Prenez une nouvelle Idempotency-Key pour une nouvelle demande ; sur un écran, rechargez la page.',
    'The key {key} was used for another request already: nothing was done. Take a new Idempotency-Key for a new request; on a screen, load the page again.',
    'Der Schlüssel {key} wurde schon für eine andere Anfrage benutzt: Es wurde nichts getan. Nehmen Sie für eine neue Anfrage einen neuen Idempotency-Key; laden Sie auf einem Bildschirm die Seite neu.',
    'La chiave {key} è già servita per un’altra richiesta: nulla è stato fatto. Prendete una nuova Idempotency-Key per una nuova richiesta; in una schermata, ricaricate la pagina.',
  ),
} as const satisfies Readonly<Record<string, Localised>>;

const statuses: Partial<Record<keyof typeof words, RefusedParts['status']>> = {
  'file-too-large': 413,
  'invalid-source': 422,
  'source-waits': 409,
  'import-ended': 409,
  'namespace-needed': 422,
  'consent-too-long': 422,
  'no-such-namespace': 422,
  'no-such-purpose': 422,
  'invalid-moment': 422,
  'beyond-head': 422,
  'purpose-needed': 403,
  'key-used-otherwise': 422,
  'not-reached': 503,
  'originals-full': 507,
};

/** A refusal with its words; 404 where none other is named. `{name}` in the words stands for a parameter. */
export const refusal = (code: keyof typeof words, params: Readonly<Record<string, Json>> = {}): Refused =>
  new Refused({
    code,
    status: statuses[code] ?? 404,
    params,
    text: (language) => words[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '–')),
    ...(code === 'not-reached' && { retryAfter: 1 }),
  });

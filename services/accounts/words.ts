/** Why a sign-in or an act on an account is refused: the words, and the refusals made of them. */
import type { Json } from '../../domain/json.ts';
import { type Localised, localised } from '../../domain/language.ts';
import { Refused, type RefusedParts } from '../refused.ts';

const words = {
  'invalid-credentials': localised(
    'Adresse ou mot de passe inconnus. Vérifiez-les ; les premiers mots de passe sont dans credentials.json, et un administrateur peut en donner un nouveau.',
    'Unknown e-mail address or password. Check both; the first passwords are in credentials.json, and an administrator can give a new one.',
    'E-Mail-Adresse oder Passwort sind unbekannt. Prüfen Sie beides; die ersten Passwörter stehen in credentials.json, und die Administration kann ein neues geben.',
    'Indirizzo o password sconosciuti. Verificateli; le prime password sono in credentials.json, e un amministratore può darne una nuova.',
  ),
  'locked-out': localised(
    'Trop d’essais manqués depuis ici. Réessayez dans {seconds} s.',
    'Too many failed attempts from here. Try again in {seconds} s.',
    'Zu viele Fehlversuche von hier aus. Versuchen Sie es in {seconds} s erneut.',
    'Troppi tentativi falliti da qui. Riprovate tra {seconds} s.',
  ),
  'sign-in-busy': localised(
    'Trop de connexions à la fois. Réessayez dans {seconds} s.',
    'Too many sign-ins at once. Try again in {seconds} s.',
    'Zu viele Anmeldungen auf einmal. Versuchen Sie es in {seconds} s erneut.',
    'Troppi accessi alla volta. Riprovate tra {seconds} s.',
  ),
  'session-ended': localised(
    'La session est terminée. Connectez-vous de nouveau.',
    'The session has ended. Sign in again.',
    'Die Sitzung ist beendet. Melden Sie sich erneut an.',
    'La sessione è terminata. Accedete di nuovo.',
  ),
  'password-change-needed': localised(
    'Ce mot de passe ne servait qu’une fois. Choisissez-en un nouveau d’abord : à l’écran « Mot de passe », ou par POST /api/v1/auth/password.',
    'This password was good for once. Choose a new one first: on the screen “Password”, or by POST /api/v1/auth/password.',
    'Dieses Passwort galt nur einmal. Wählen Sie zuerst ein neues: auf der Seite „Passwort“ oder mit POST /api/v1/auth/password.',
    'Questa password valeva una volta sola. Sceglietene prima una nuova: nella pagina «Password», o con POST /api/v1/auth/password.',
  ),
  'wrong-password': localised(
    'Le mot de passe actuel ne convient pas. Vérifiez-le ; si vous l’avez oublié, un administrateur peut en donner un nouveau.',
    'The current password is not right. Check it; if it is forgotten, an administrator can give a new one.',
    'Das jetzige Passwort stimmt nicht. Prüfen Sie es; ist es vergessen, kann die Administration ein neues geben.',
    'La password attuale non è giusta. Verificatela; se è dimenticata, un amministratore può darne una nuova.',
  ),
  'weak-password': localised(
    'Le nouveau mot de passe demande au moins {least} caractères, dont {different} différents ; ni l’adresse, ni le mot de passe actuel.',
    'The new password needs {least} characters at least, {different} of them different; neither the e-mail address nor the current password.',
    'Das neue Passwort braucht mindestens {least} Zeichen, davon {different} verschiedene; weder die E-Mail-Adresse noch das jetzige Passwort.',
    'La nuova password richiede almeno {least} caratteri, di cui {different} diversi; né l’indirizzo, né la password attuale.',
  ),
  'invalid-email': localised(
    '« {email} » n’est pas une adresse comme prenom.nom@exemple.fr.',
    '“{email}” is no address like name@example.org.',
    '„{email}“ ist keine Adresse wie name@beispiel.de.',
    '«{email}» non è un indirizzo come nome@esempio.it.',
  ),
  'no-such-account': localised(
    'Il n’y a pas de compte {account}. La liste des comptes les montre tous.',
    'There is no account {account}. The list of accounts shows them all.',
    'Es gibt kein Konto {account}. Die Liste der Konten zeigt alle.',
    'Non esiste l’account {account}. L’elenco degli account li mostra tutti.',
  ),
  'account-exists': localised(
    'Le compte {account} existe déjà. Changez ses rôles, ou rouvrez-le s’il est fermé.',
    'The account {account} exists already. Change its roles, or enable it where it is disabled.',
    'Das Konto {account} gibt es schon. Ändern Sie seine Rollen, oder öffnen Sie es wieder, wenn es gesperrt ist.',
    'L’account {account} esiste già. Cambiatene i ruoli, o riattivatelo se è disattivato.',
  ),
  'own-account': localised(
    'Personne ne change ses propres droits ni ne réinitialise son propre compte. Demandez-le à un autre administrateur ; votre mot de passe se change à l’écran « Mot de passe ».',
    'Nobody changes their own rights or resets their own account. Ask another administrator; your password is changed on the screen “Password”.',
    'Niemand ändert die eigenen Rechte oder setzt das eigene Konto zurück. Bitten Sie eine andere Person der Administration; Ihr Passwort ändern Sie auf der Seite „Passwort“.',
    'Nessuno cambia i propri diritti né reimposta il proprio account. Chiedetelo a un altro amministratore; la vostra password si cambia nella pagina «Password».',
  ),
  'last-admin': localised(
    'C’est le dernier compte ouvert qui ait le rôle admin : personne ne pourrait plus gérer les comptes. Donnez d’abord ce rôle à quelqu’un d’autre.',
    'This is the last enabled account with the role admin: nobody could manage accounts any more. Give the role to somebody else first.',
    'Dies ist das letzte offene Konto mit der Rolle admin: Niemand könnte mehr Konten verwalten. Geben Sie die Rolle zuerst jemand anderem.',
    'È l’ultimo account attivo con il ruolo admin: nessuno potrebbe più gestire gli account. Date prima questo ruolo a qualcun altro.',
  ),
} as const satisfies Readonly<Record<string, Localised>>;

export type AccountRefusal = keyof typeof words;

const statuses: Readonly<Record<AccountRefusal, RefusedParts['status']>> = {
  'invalid-credentials': 401,
  'locked-out': 429,
  'sign-in-busy': 429,
  'session-ended': 401,
  'password-change-needed': 403,
  'wrong-password': 403,
  'weak-password': 422,
  'invalid-email': 422,
  'no-such-account': 404,
  'account-exists': 409,
  'own-account': 409,
  'last-admin': 409,
};

/** A refusal with its words. `{name}` in the words stands for a parameter; `seconds` is when to come again. */
export const accountRefusal = (code: AccountRefusal, params: Readonly<Record<string, Json>> = {}): Refused =>
  new Refused({
    code,
    status: statuses[code],
    params,
    text: (language) => words[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '–')),
    ...(typeof params.seconds === 'number' && { retryAfter: params.seconds }),
  });

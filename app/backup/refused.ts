/** A backup that is not made, or not restored: nothing was written then. The message says what to do. */

export type RefusalCode =
  | 'backup-place'
  | 'backup-keys-beside-data'
  | 'backup-incomplete'
  | 'backup-damaged'
  | 'backup-newer'
  | 'backup-wrong-key'
  | 'backup-keys-mismatch'
  | 'backup-log-elsewhere'
  | 'not-empty';

export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

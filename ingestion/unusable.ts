/** An original that cannot be read as what it is kept for. Whoever has the file can send it again: it takes its old place. */

/** `original-changed`: its bytes are not those of its digest. `original-gone`: the file, or its key, is not there. */
export type UnusableCode = 'original-changed' | 'original-gone';

export class UnusableOriginal extends Error {
  override readonly name = 'UnusableOriginal';
  readonly code: UnusableCode;
  readonly digest: string;
  constructor(code: UnusableCode, digest: string, options?: ErrorOptions) {
    const what = code === 'original-changed' ? 'is not what was received' : 'is not there any more';
    super(`the original ${digest} ${what}: send the file again, and the import goes on`, options);
    this.code = code;
    this.digest = digest;
  }
}

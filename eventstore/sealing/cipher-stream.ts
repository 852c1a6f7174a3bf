/**
 * Files encrypted as a stream that can be read from any byte on: chunks of 64 KiB, AES-256-GCM each, whose nonce holds the
 * chunk's number and whether it is the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár). So
 * chunks cannot be changed, moved or cut off unseen. Since the nonces are numbers, a key is for the bytes of one file only.
 */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { Readable, Transform } from 'node:stream';

export const chunkBytes = 64 * 1024;
const tagBytes = 16;
const sealedChunkBytes = chunkBytes + tagBytes;

function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce[0] = last ? 1 : 0;
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

/** Encrypts what is piped through it. @param key 32 bytes, for this file only */
export function encryptStream(key: Buffer): Transform {
  const secret = createSecretKey(key);
  let index = 0;
  let held: Buffer[] = [];
  let bytes = 0;

  const sealed = (chunk: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', secret, chunkNonce(index, last));
    index += 1;
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  };

  return new Transform({
    transform(data: Buffer, _encoding, done) {
      held.push(data);
      bytes += data.length;
      // A full chunk waits until there is more: only then is it known not to be the last one.
      if (bytes > chunkBytes) {
        let rest = Buffer.concat(held, bytes);
        while (rest.length > chunkBytes) {
          this.push(sealed(rest.subarray(0, chunkBytes), false));
          rest = rest.subarray(chunkBytes);
        }
        held = [rest];
        bytes = rest.length;
      }
      done();
    },
    flush(done) {
      done(null, sealed(Buffer.concat(held, bytes), true));
    },
  });
}

/**
 * Reads an encrypted file from a byte of its plaintext on.
 * @param openBytes reads the encrypted file from a byte of it on
 * @throws BrokenFile in the stream, where the file was changed, was cut off, or has another key
 */
export function decryptStream(key: Buffer, openBytes: (start?: number) => Readable, start = 0): Readable {
  // A start at a chunk's border reads the chunk before it too: it may be the last one, and only it can prove the end.
  const first = Math.max(0, Math.ceil(start / chunkBytes) - 1);
  const chunks = decrypted(key, openBytes(first * sealedChunkBytes), first, start - first * chunkBytes);
  return Readable.from(chunks, { objectMode: false });
}

async function* decrypted(key: Buffer, source: Readable, first: number, skip: number): AsyncGenerator<Buffer> {
  const secret = createSecretKey(key);
  let index = first;
  let rest: Buffer = Buffer.alloc(0);

  const opened = (chunk: Buffer, last: boolean): Buffer => {
    if (chunk.length < tagBytes) throw new BrokenFile('ends early');
    const decipher = createDecipheriv('aes-256-gcm', secret, chunkNonce(index, last));
    decipher.setAuthTag(chunk.subarray(-tagBytes));
    index += 1;
    try {
      const plain = Buffer.concat([decipher.update(chunk.subarray(0, -tagBytes)), decipher.final()]);
      const wanted = plain.subarray(Math.min(skip, plain.length));
      skip -= plain.length - wanted.length;
      return wanted;
    } catch (cause) {
      throw new BrokenFile(`does not authenticate at chunk ${index - 1}`, { cause });
    }
  };

  for await (const data of source as AsyncIterable<Buffer>) {
    rest = rest.length > 0 ? Buffer.concat([rest, data]) : data;
    while (rest.length > sealedChunkBytes) {
      const plain = opened(rest.subarray(0, sealedChunkBytes), false);
      rest = rest.subarray(sealedChunkBytes);
      if (plain.length > 0) yield plain;
    }
  }
  const plain = opened(rest, true);
  if (plain.length > 0) yield plain;
}

/** An encrypted file that is not what was written. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';
  constructor(what: string, options?: ErrorOptions) {
    super(`the encrypted file ${what}`, options);
  }
}

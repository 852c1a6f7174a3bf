/** A wire to a PostgreSQL server that can be cut, for tests of what a lost connection does. */
import net from 'node:net';

export interface Wire {
  readonly url: string;
  /** What the client sends next arrives; the answer does not, and the connection breaks. */
  readonly loseNextAnswer: () => void;
  readonly lost: () => number;
  readonly cutNow: () => void;
  goAway(): void;
  comeBack(): void;
  close(): Promise<void>;
}

export async function openWire(url: string): Promise<Wire> {
  const target = new URL(url);
  const pairs = new Set<() => void>();
  let losing = false;
  let lost = 0;
  let away = false;
  const server = net.createServer((near) => {
    if (away) return near.destroy();
    const far = net.connect(Number(target.port), target.hostname);
    const cut = (): void => {
      near.destroy();
      far.destroy();
      pairs.delete(cut);
    };
    pairs.add(cut);
    let doomed = false;
    near.on('data', (bytes) => {
      // Only a statement that is bound: not what the pool says when it connects.
      if (losing && (bytes.includes('log.append') || bytes.includes('commit'))) {
        losing = false;
        doomed = true;
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!doomed) return near.write(bytes);
      lost += 1;
      return cut();
    });
    for (const socket of [near, far]) socket.on('error', cut).on('close', cut);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as net.AddressInfo;
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(address.port);
  const cutNow = (): void => {
    for (const cut of pairs) cut();
  };
  return {
    url: through.href,
    loseNextAnswer: () => {
      losing = true;
    },
    lost: () => lost,
    cutNow,
    goAway() {
      away = true;
      cutNow();
    },
    comeBack() {
      away = false;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

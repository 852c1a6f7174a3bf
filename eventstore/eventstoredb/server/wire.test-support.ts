/** The wire to a server: it can be cut, and it can freeze. */
import net from 'node:net';

export interface Wire {
  readonly port: number;
  /** Cuts what is connected, and lets nobody connect until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** Takes connections and bytes, and passes nothing on. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** @param target port of the server on this machine */
export async function openWire(target: number): Promise<Wire> {
  const pairs = new Set<{ readonly near: net.Socket; readonly far: net.Socket }>();
  let frozen = false;
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ port: target, host: '127.0.0.1', noDelay: true });
    const pair = { near, far };
    pairs.add(pair);
    const cut = (): void => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const socket of [near, far]) socket.on('error', cut).on('close', cut);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => near.write(bytes));
    if (frozen) hold(pair);
  });

  const hold = ({ near, far }: { readonly near: net.Socket; readonly far: net.Socket }): void => {
    near.pause();
    far.pause();
  };
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const goAway = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const { near, far } of pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
    pairs.clear();
    await closed;
  };

  await listen(0);
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    goAway,
    comeBack: () => listen(port),
    freeze() {
      frozen = true;
      for (const pair of pairs) hold(pair);
    },
    thaw() {
      frozen = false;
      for (const { near, far } of pairs) {
        near.resume();
        far.resume();
      }
    },
    close: () => (server.listening ? goAway() : Promise.resolve()),
  };
}

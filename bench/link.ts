/** A slow link on loopback: a proxy that delays and paces what passes, both ways, over all connections together. */
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface LinkOptions {
  /** Where it leads to. */
  readonly port: number;
  /** There and back. */
  readonly roundTripMs: number;
  readonly megabitsPerSecond: number;
}

export interface Link {
  readonly port: number;
  close(): void;
}

/** As large as a packet, or nearly: what waits behind one waits shortly. */
const PIECE_BYTES = 4_096;
/** What is under way at most; then the sender has to wait, as with TCP. */
const WINDOW_BYTES = 256 * 1_024;

export async function startLink(options: LinkOptions): Promise<Link> {
  const [up, down] = [new Lane(options), new Lane(options)];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(options.port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    // The handshake of TCP takes one round trip before the first byte.
    void up.carry(client, upstream, options.roundTripMs);
    void down.carry(upstream, client, 0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** One direction. */
class Lane {
  readonly #delayMs: number;
  readonly #bytesPerMs: number;
  #freeAt = 0;

  constructor({ roundTripMs, megabitsPerSecond }: LinkOptions) {
    this.#delayMs = roundTripMs / 2;
    this.#bytesPerMs = (megabitsPerSecond * 1e6) / 8 / 1_000;
  }

  /** Hands on all that comes, in order, and then the end. */
  async carry(from: net.Socket, to: net.Socket, firstDelayMs: number): Promise<void> {
    let last: Promise<unknown> = sleep(firstDelayMs);
    let underWay = 0;
    try {
      for await (const chunk of from) {
        for (const piece of pieces(chunk as Buffer)) {
          const before = last;
          const arrival = this.#arrivalOf(piece.length);
          underWay += piece.length;
          last = Promise.all([before, until(arrival)]).then(() => {
            underWay -= piece.length;
            if (!to.destroyed) to.write(piece);
          });
          if (underWay > WINDOW_BYTES) await before;
        }
      }
    } catch {
      // The side that closed the connection has what it wanted.
    }
    await last;
    to.end();
  }

  #arrivalOf(bytes: number): number {
    this.#freeAt = Math.max(this.#freeAt, performance.now()) + bytes / this.#bytesPerMs;
    return this.#freeAt + this.#delayMs;
  }
}

function* pieces(chunk: Buffer): Generator<Buffer> {
  for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

async function until(time: number): Promise<void> {
  const left = time - performance.now();
  if (left > 0) await sleep(left);
}

import type http from 'node:http';
import type { Socket } from 'node:net';
import type { SimulatorCore } from './simulator.js';

/** What the dialect makes of the connections of a real server. */
export class Connections {
  /** Requests that no one answers, because their connection was dead. */
  readonly lost: string[] = [];
  /** When a connection's last answer was sent, by the simulator's clock. */
  private readonly idleSince = new WeakMap<Socket, number>();

  constructor(
    private readonly core: Pick<SimulatorCore, 'vps' | 'now'>,
    private readonly onLost: (request: string) => void = () => {},
  ) {}

  /** Whether the request arrives at all. */
  accepts(request: http.IncomingMessage): boolean {
    const { socket } = request;
    const since = this.idleSince.get(socket);
    if (since === undefined) return true;
    const { connections, dropIdleAfterMs } = this.core.vps.dialect;
    const isClosed = connections === 'closed on the next request';
    const isDropped = dropIdleAfterMs !== null && this.core.now() - since > dropIdleAfterMs;
    if (!isClosed && !isDropped) return true;
    this.lost.push(`${request.method} ${request.url}`);
    this.onLost(`${request.method} ${request.url}`);
    if (isClosed) socket.resetAndDestroy();
    return false;
  }

  /** To be called before an answer is sent. */
  beforeAnswer(response: http.ServerResponse): void {
    const { socket } = response;
    if (!socket) return;
    if (this.core.vps.dialect.connections === 'closed after each answer') {
      // It promises to stay, and does not.
      response.setHeader('connection', 'keep-alive');
      response.once('finish', () => socket.destroy());
    }
    response.once('finish', () => this.idleSince.set(socket, this.core.now()));
  }
}

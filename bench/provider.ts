/** The bench's side of `provider-process.ts`. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const FIRST_SERVER = 20_001;

export interface ProviderOptions {
  readonly servers: number;
  /** Backups that are there already, spread over the servers. */
  readonly rows: number;
  readonly pageSize?: number;
  /** Whether answers are gzipped where that is asked. */
  readonly hasGzip?: boolean;
  /** A new backup takes from `fastestMs` to `slowestMs`, by its server. */
  readonly fastestMs?: number;
  readonly slowestMs?: number;
}

/** Since the start, or since it was asked last. */
export interface ProviderStats {
  readonly requests: number;
  readonly posts: number;
  /** When GETs arrived after the last POST, in milliseconds. */
  readonly pollsAt: readonly number[];
  readonly connections: number;
  /** Processor time that the simulator itself took. */
  readonly cpuMs: number;
  readonly unexpected: readonly string[];
}

export type ToProvider =
  | { readonly kind: 'start'; readonly options: ProviderOptions }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' };

export class Provider {
  readonly #child: ChildProcess = fork(
    fileURLToPath(new URL('./provider-process.ts', import.meta.url)),
  );

  /** Starts afresh, with nothing left of what was before. */
  async start(options: ProviderOptions): Promise<{ readonly url: string; readonly token: string }> {
    return (await this.#ask({ kind: 'start', options })) as { url: string; token: string };
  }

  /** What came since the last call; one call with anything undocumented in it fails the bench. */
  async stats(): Promise<ProviderStats> {
    const stats = (await this.#ask({ kind: 'stats' })) as ProviderStats;
    if (stats.unexpected.length > 0)
      throw new Error(`undocumented requests: ${stats.unexpected.join('; ')}`);
    return stats;
  }

  stop(): void {
    if (this.#child.connected) this.#child.send({ kind: 'stop' } satisfies ToProvider);
  }

  async #ask(message: ToProvider): Promise<unknown> {
    const gone = new AbortController();
    const answer = once(this.#child, 'message', { signal: gone.signal });
    const exit = (): void => gone.abort(new Error('the simulator ended'));
    this.#child.once('exit', exit);
    this.#child.send(message);
    try {
      return (await answer)[0];
    } finally {
      this.#child.off('exit', exit);
    }
  }
}

/** How many polls the requests came in: those of one poll come closely together. */
export function pollsIn(at: readonly number[], apartMs = 400): number {
  return at.filter((ms, index) => index === 0 || ms - (at[index - 1] ?? ms) > apartMs).length;
}

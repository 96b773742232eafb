/**
 * What the bundle holds instead of `undici` (see `paths` in tsconfig.json).
 *
 * `@actions/http-client` imports undici for one thing, a proxy for `fetch`, which this action never uses: its proxy support uses
 * `tunnel`. Undici itself would be three quarters of the bundle and a third of the start-up.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle');
  }
}

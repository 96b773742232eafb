/**
 * What the bundle holds instead of `undici` (see `paths` in tsconfig.json).
 *
 * `@actions/http-client` imports undici for one thing, a proxy for `fetch`, which this action never uses: its proxy support uses
 * `tunnel`.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle');
  }
}

/**
 * What the bundle holds instead of `@actions/exec` (see `paths` in tsconfig.json).
 *
 * `@actions/core` imports it for one thing, to ask the system for its name and version, which this action never does.
 */
export function getExecOutput(): never {
  throw new Error('@actions/exec is not part of this bundle');
}

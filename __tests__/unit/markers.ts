/** Markers as GitHub's own limits allow them: names, job ids and numbers of the longest kind included. */
import fc from 'fast-check';
import type { Marker, MarkerKind } from '../../src/backups/marker.js';

function letters(signs: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...signs), minLength, maxLength });
}

const NAME = 'abcXYZ019-';
const REPO = `${NAME}._`;
const HEX = '0123456789abcdef';

/** An owner has at most 39 characters, a repository at most 100, a job id as many as one likes. */
export const anyMarker: fc.Arbitrary<Marker> = fc.record({
  owner: letters(NAME, 1, 39),
  repo: letters(REPO, 1, 100),
  repositoryId: fc.option(fc.integer({ min: 1, max: 9_999_999_999 }).map(String), { nil: null }),
  kind: fc.constantFrom<MarkerKind>('create', 'safety'),
  runId: fc.integer({ min: 1, max: 99_999_999_999 }).map(String),
  attempt: fc.integer({ min: 1, max: 999 }),
  job: fc.oneof(letters('abcXYZ019-_', 0, 20), letters('abcXYZ019-_', 0, 120)),
  sha: fc.oneof(letters(HEX, 40, 40), letters(HEX, 64, 64)),
  key: letters(HEX, 12, 12),
});

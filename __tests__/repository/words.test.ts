/** One word for one thing, and the field's word: what this project used to invent stays out of sources, pages and action.yml. */
import { describe, expect, test } from '@jest/globals';
import { read, trackedFiles } from './files.js';

/** Each with what the field says instead. */
const BANNED: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /look(s|ed|ing)?/, instead: 'poll, attempt, check' },
  { word: /rooms?/, instead: 'slot, limit' },
  { word: /places?/, instead: 'slot, entry, index' },
  { word: /(give|gives|gave|giving|given) up/, instead: 'delete, prune' },
  { word: /goes/, instead: 'is deleted, continues, is sent' },
  { word: /faults?/, instead: 'error, problem' },
  { word: /told/, instead: 'logged, reported, returned' },
  { word: /noughts?/, instead: 'zero' },
  { word: /whereabouts/, instead: 'reference' },
  { word: /ridden/, instead: 'retried, tolerated' },
  { word: /whole/, instead: 'complete' },
];

/** Terms of mathematics and of time. */
const SPARED = /\bwhole (number|second|minute|hour|day)s?\b/gi;

const scope = /^(src\/.*\.ts|docs\/.*\.md|README\.md|action\.yml)$/;
const files = trackedFiles();

/** Identifiers as words: `lookAgain`, `LAST_LOOK` and `LookAt` each hold a word of their own. */
function asWords(line: string): string {
  return line
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll('_', ' ');
}

function bannedIn(line: string): string[] {
  const words = asWords(line).replace(SPARED, '');
  return BANNED.flatMap(({ word, instead }) =>
    new RegExp(`\\b${word.source}\\b`, 'i').test(words) ? [`${word.source} (say: ${instead})`] : [],
  );
}

describe('banned words', () => {
  (files === null ? test.skip : test)('are in no source, page or metadata', () => {
    const found = (files ?? [])
      .filter((path) => scope.test(path))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .flatMap((line, i) =>
            bannedIn(line).map((word) => `${path}:${i + 1}: ${word}: ${line.trim()}`),
          ),
      );
    expect(found).toEqual([]);
  });
});

test.each([
  'lookAgain()',
  'const LAST_LOOK = 1',
  'HTTPLook',
  'Makes room for it.',
  'They gave up.',
  'the whole list',
])('finds the word in: %s', (line) => expect(bannedIn(line)).toHaveLength(1));

test.each(['a lookup table', 'mushroom', 'replace the placeholder', 'a whole number', 'default'])(
  'lets pass: %s',
  (line) => expect(bannedIn(line)).toEqual([]),
);

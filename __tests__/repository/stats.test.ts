/** What `npm run stats` counts. */
import { expect, test } from '@jest/globals';
import { codeStats } from '../../scripts/stats/code.js';
import { parseDiagnostics } from '../../scripts/stats/functions.js';
import { quantile, wordsIn } from '../../scripts/stats/words.js';

test('names once each, exports, types, and imports of own files', () => {
  const a = `import fs from 'node:fs';
import { b } from './b.js';
export interface CreateOrder { readonly id: number }
type Id = number;
export const x = 1, y = 2;
export class C { m(): void { const local = 1; } #n(): void {} p = 1; }
function f(): void { function nested(): void {} }
`;
  const stats = codeStats([
    { path: 'a.ts', text: a },
    { path: 'b.ts', text: 'export function b() {}\nfunction f() {}' },
  ]);
  expect(stats).toEqual({
    names: 9, // CreateOrder, Id, x, y, C, m, #n, f, b
    exports: 5,
    types: ['CreateOrder', 'Id'],
    imports: [
      { path: 'a.ts', count: 1 },
      { path: 'b.ts', count: 0 },
    ],
  });
});

test("Biome's numbers, and an error if it words them otherwise", () => {
  const location = { path: 'src/a.ts', start: { line: 7, column: 1 } };
  const report = (...messages: string[]): string =>
    JSON.stringify({ diagnostics: messages.map((message) => ({ message, location })) });
  const lines = 'This function has too many lines (8). Maximum allowed is 1.';
  const complexity = 'Excessive complexity of 5 detected (max: 1).';
  expect(parseDiagnostics(report(lines, complexity, 'Another.'))).toEqual([
    { path: 'src/a.ts', line: 7, complexity: 0, lines: 8 },
    { path: 'src/a.ts', line: 7, complexity: 5, lines: 0 },
  ]);
  expect(() => parseDiagnostics(report('Another.'))).toThrow('has its wording changed?');
});

test.each([
  { values: [], share: 0.5, value: 0 },
  { values: [3, 1, 2], share: 0.5, value: 2 },
  { values: [3, 1, 2, 4], share: 0.5, value: 2 },
  { values: [3, 1, 2], share: 0.9, value: 3 },
  { values: [3, 1, 2], share: 1, value: 3 },
])('the quantile $share of $values is $value', ({ values, share, value }) => {
  expect(quantile(values, share)).toBe(value);
});

test('words are what stands between white space', () => {
  expect(wordsIn(' one two-three\n  four\n')).toEqual(['one', 'two-three', 'four']);
});

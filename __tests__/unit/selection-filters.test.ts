/** The filters `scope` and `match`. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inScope, matches } from '../../src/backups/selection.js';
import { marker, RUN, row, runs } from '../support/fixtures.js';

describe('inScope', () => {
  test.each([
    ['own', `x ${marker()}`, true],
    ['an own safety backup', marker({ kind: 'safety' }), true],
    ["another repository's", marker({ who: 'else/where#7' }), false],
    ['text after the own marker', `${marker()} x`, false],
    ['by hand', 'by hand', false],
    ['no description', null, false],
  ])('%s', (_, description, expected) => {
    expect(inScope(row({ description }), 'repository', RUN)).toBe(expected);
    expect(inScope(row({ description }), 'server', RUN)).toBe(true);
  });
});

describe('matches', () => {
  test.each([
    ['Before Deploy', 'before deploy', true],
    ['before deploy', 'DEPLOY', true],
    [marker(), 'job=deploy', true],
    [marker(), 'key=00112233aabb]', true],
    ['Before', 'after', false],
    ['a.b', 'a*b', false],
    ['a^$\\.*+?()[]{}|/-b', '^$\\.*+?()[]{}|/-', true],
    [null, 'x', false],
    [null, null, true],
    ['x', null, true],
    ['cafe\u0301', 'caf\u00e9', true],
    ['CAF\u00c9', 'cafe\u0301', true],
    ['ÜBERGABE', 'übergabe', true],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος', true],
    ['Kelvin \u212a', 'kelvin k', true],
    ['ſtart', 'START', true],
    ['straße', 'STRASSE', false],
    ['istanbul', 'İstanbul', false],
    ['half \ud83d', 'half', true],
  ])('%j contains %j: %p', (description, text, expected) => {
    expect(matches(row({ description }), text)).toBe(expected);
  });

  test('finds every part of a description, whatever its characters', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(text, text, text, (before, part, after) => {
        const description = before.normalize('NFC') + part.normalize('NFC') + after;
        fc.pre(description.normalize('NFC').includes(part.normalize('NFC')));
        expect(matches(row({ description }), part)).toBe(true);
      }),
      { numRuns: runs(300) },
    );
  });
});

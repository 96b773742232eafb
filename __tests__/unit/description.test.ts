import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  composeDescription,
  hasKeepTag,
  toBasicPlane,
  toSingleLine,
  truncate,
  userText,
} from '../../src/backups/description.js';
import { type Marker, parseMarker } from '../../src/backups/marker.js';
import { anyMarker, marker, RUN, runs, SHA } from '../support/fixtures.js';

const OWN: Marker = {
  ...RUN,
  runId: '6000',
  attempt: 1,
  kind: 'create',
  state: null,
  key: '00112233aabb',
};
/** What is left for the text beside the marker above and the space before it. */
const LEFT = 255 - marker().length - 1;

describe('hasKeepTag', () => {
  test.each([
    ['[keep]', true],
    ['[KEEP]', true],
    ['before the move [Keep] for good', true],
    [`[keEp] ${marker()}`, true],
    ['keep', false],
    ['[keep', false],
    ['keep]', false],
    ['[ keep ]', false],
    ['[keeper]', false],
    ['', false],
    [null, false],
  ])('%p: %p', (text, expected) => {
    expect(hasKeepTag(text)).toBe(expected);
  });
});

describe('toSingleLine', () => {
  test.each([
    ['a\nb', 'a b'],
    ['a\r\nb', 'a b'],
    ['a\u2028b\u2029c\u0085d\u000be\u000cf', 'a b c d e f'],
    ['a\u0000\u0007\u001b[31mb\u007fc\u009fd', 'a [31mb c d'],
    ['  a \t  b  ', 'a b'],
    ['\n\n', ''],
    ['a\ud83db', 'a\ufffdb'],
    ['🚀 ü', '🚀 ü'],
  ])('%j becomes %j', (text, line) => {
    expect(toSingleLine(text)).toBe(line);
  });
});

describe('truncate', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abc', 4, 'abc'],
    ['abcd', 3, 'abc'],
    ['abc', 0, ''],
    ['abc', -1, ''],
    ['a🚀b', 2, 'a'],
    ['a🚀b', 3, 'a🚀'],
    ['🚀🚀', 1, ''],
    ['\u{10ffff}a', 1, ''],
    ['\u{10000}a', 1, ''],
    ['\u{10ffff}ab', 3, '\u{10ffff}a'],
    ['\ue000ab', 1, '\ue000'],
    ['\ud7ffab', 1, '\ud7ff'],
  ])('%j to %p is %j', (text, limit, expected) => {
    expect(truncate(text, limit)).toBe(expected);
  });
});

describe('composeDescription', () => {
  test('the text comes first, then the marker', () => {
    expect(composeDescription('Before deploy', OWN)).toBe(`Before deploy ${marker()}`);
  });

  test('without a text there is the marker alone', () => {
    expect(composeDescription(' \n ', OWN)).toBe(marker());
  });

  test('the text is truncated, by no more than it must be', () => {
    const fits = 'x'.repeat(LEFT);
    expect(composeDescription(fits, OWN)).toBe(`${fits} ${marker()}`);
    expect(composeDescription(`${fits}y`, OWN)).toBe(`${fits} ${marker()}`);
    expect(composeDescription(`${'x'.repeat(LEFT - 1)} y`, OWN)).toBe(
      `${'x'.repeat(LEFT - 1)} ${marker()}`,
    );
  });

  test('[keep] stays, in the case in which it was written', () => {
    expect(composeDescription(`${'x'.repeat(400)} [Keep] yyy`, OWN)).toBe(
      `${'x'.repeat(LEFT - 7)} [Keep] ${marker()}`,
    );
  });

  test('a [keep] that fits is not repeated', () => {
    const head = `[keep] ${'x'.repeat(LEFT - 7)}`;
    expect(composeDescription(`${head}yyyy`, OWN)).toBe(`${head} ${marker()}`);
  });

  test('a [keep] that truncation would split stays complete', () => {
    const text = `${'x'.repeat(LEFT - 3)}[keep]`;
    expect(composeDescription(text, OWN)).toBe(`${'x'.repeat(LEFT - 7)} [keep] ${marker()}`);
  });

  test('a marker that fills the description is not cut, unless [keep] needs the space', () => {
    const filling: Marker = { ...OWN, job: 'j'.repeat(255 - marker({ job: '' }).length) };
    expect(composeDescription('', filling)).toBe(marker({ job: filling.job }));
    expect(composeDescription('text', filling)).toBe(marker({ job: filling.job }));
    expect(composeDescription('[keep]', filling)).toBe(
      `[keep] ${marker({ job: filling.job, sha: SHA.slice(0, 12) })}`,
    );
  });

  test('has no two spaces where the text was truncated', () => {
    expect(composeDescription(`${'x'.repeat(LEFT - 8)} yyyyyyyyyy [keep]`, OWN)).toBe(
      `${'x'.repeat(LEFT - 8)} [keep] ${marker()}`,
    );
  });

  test('a long marker is cut so that [keep] fits', () => {
    const wide: Marker = { ...OWN, job: 'j'.repeat(200) };
    const made = composeDescription('text [keep]', wide);
    expect(made).toHaveLength(255);
    expect(made.startsWith('[keep] [gha ')).toBe(true);
    expect(parseMarker(made)).toMatchObject({
      sha: SHA.slice(0, 12),
      runId: '6000',
      key: OWN.key,
    });
  });

  test("a marker in the user's text is not taken for the own one", () => {
    const made = composeDescription(`x ${marker({ who: 'else/where', key: 'ffffffffffff' })}`, OWN);
    expect(parseMarker(made)).toEqual(OWN);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          '[keep]',
          '[KEEP]',
          '🚀',
          '\n',
          '\u2028',
          '\ud83d',
          ' ',
          '[gha a/b',
          'x'.repeat(40),
          '\u001b[1m',
        ),
        {
          maxLength: 40,
        },
      )
      .map((p) => p.join('')),
  );

  test('of any text: at most 255 units, one line, well formed; the marker parses, but for what was cut; [keep] stays', () => {
    fc.assert(
      fc.property(anyText, anyMarker, (text, made) => {
        const composed = composeDescription(text, made);
        expect(composed.length).toBeLessThanOrEqual(255);
        expect(composed).toBe(toSingleLine(composed));
        expect(composed).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
        expect(composed.isWellFormed()).toBe(true);
        const { sha, job, ...rest } = parseMarker(composed) ?? { sha: 'none', job: 'none' };
        const { sha: madeSha, job: madeJob, ...madeRest } = made;
        expect(rest).toEqual(madeRest);
        expect([madeSha, madeSha.slice(0, 12)]).toContain(sha);
        expect(madeJob.startsWith(job)).toBe(true);
        if (job !== madeJob) expect(sha).toBe(madeSha.slice(0, 12));
        expect(hasKeepTag(composed)).toBe(hasKeepTag(toSingleLine(text)));
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('toBasicPlane', () => {
  test('drops what some databases reject, and keeps the rest', () => {
    expect(toBasicPlane('a🚀b \u{10ffff}ü \uffff字')).toBe('ab ü \uffff字');
  });
});

describe('userText', () => {
  test.each([
    [`Before deploy ${marker()}`, 'Before deploy'],
    [`[keep] x ${marker({ state: 'good' })} `, '[keep] x'],
    [marker(), ''],
    [`${marker()} restored by hand`, `${marker()} restored by hand`],
    ['by hand', 'by hand'],
    [null, ''],
  ])('of %j is %j', (description, text) => {
    expect(userText(description)).toBe(text);
  });
});

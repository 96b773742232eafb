import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  hasKey,
  isFromRepository,
  isFromRun,
  type Marker,
  parseMarker,
  parseOwnMarker,
  renderMarker,
} from '../../src/backups/marker.js';
import { anyMarker, marker, RUN, SHA } from '../support/fixtures.js';

const OWN: Marker = {
  ...RUN,
  runId: '6000',
  attempt: 1,
  kind: 'create',
  state: null,
  key: '00112233aabb',
};

describe('parseMarker', () => {
  test('parses every field of the documented form', () => {
    expect(parseMarker(`Before deploy ${marker()}`)).toEqual(OWN);
    expect(parseMarker(marker({ kind: 'safety', run: '12345678901.17' }))).toEqual({
      ...OWN,
      kind: 'safety',
      runId: '12345678901',
      attempt: 17,
    });
  });

  test('takes a marker without a repository id', () => {
    expect(parseMarker(marker({ who: 'octo/site' }))).toEqual({ ...OWN, repositoryId: null });
  });

  test('takes a job id and a sha that were cut, even to nothing', () => {
    expect(parseMarker(marker({ job: '', sha: '' }))).toEqual({ ...OWN, job: '', sha: '' });
    expect(parseMarker(marker({ job: 'dep', sha: '0123456789ab' }))).toEqual({
      ...OWN,
      job: 'dep',
      sha: '0123456789ab',
    });
  });

  test('takes white space after it', () => {
    expect(parseMarker(`x ${marker()} \n`)).toEqual(OWN);
  });

  test.each(['good', 'bad'] as const)('parses state=%s', (state) => {
    expect(parseMarker(marker({ state }))).toEqual({ ...OWN, state });
  });

  test('takes the last of two markers', () => {
    expect(parseMarker(`${marker({ who: 'else/where' })} ${marker()}`)).toEqual(OWN);
    expect(parseMarker(`${marker()} ${marker({ who: 'else/where' })}`)?.owner).toBe('else');
  });

  test('finds it at the end of a text of any length', () => {
    expect(parseMarker(`${'x'.repeat(100_000)} ${marker()}`)).toEqual(OWN);
  });

  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['a text by hand', 'Pre-update backup'],
    ['text after the marker', `${marker()} restored by hand`],
    ['a character after the marker', `${marker()}.`],
    ['another word for gha', marker().replace('gha', 'gh')],
    ['another kind', marker().replace('create', 'delete')],
    ['no owner', marker({ who: 'site#42' })],
    ['an owner with a space', marker({ who: 'oc to/site#42' })],
    ['a path of three', marker({ who: 'octo/site/more#42' })],
    ['a repository id that is no number', marker({ who: 'octo/site#4x2' })],
    ['an empty repository id', marker({ who: 'octo/site#' })],
    ['no attempt', marker({ run: '6000' })],
    ['a run that is no number', marker({ run: 'x.1' })],
    ['an attempt that is no number', marker({ run: '6000.x' })],
    ['a space in the job', marker({ job: 'de ploy' })],
    ['another state', marker().replace('key=', 'state=fine key=')],
    ['an empty state', marker().replace('key=', 'state= key=')],
    ['the state after the key', marker().replace(']', ' state=good]')],
    ['a key of 11', marker({ key: '00112233aab' })],
    ['a key of 13', marker({ key: '00112233aabbc' })],
    ['a key in capitals', marker({ key: '00112233AABB' })],
    ['a key that is not hex', marker({ key: '00112233aabg' })],
    ['no closing bracket', marker().slice(0, -1)],
    ['truncated by the API', marker().slice(0, 40)],
    ['its head cut off', marker().slice(1)],
    ['a bracket in the sha', marker({ sha: '01[23' })],
  ])('%s is no marker', (_, text) => {
    expect(parseMarker(text)).toBeNull();
  });

  test('parses whatever was rendered', () => {
    fc.assert(
      fc.property(anyMarker, fc.string({ unit: 'grapheme' }), (made, text) => {
        expect(parseMarker(renderMarker(made, 300))).toEqual(made);
        expect(parseMarker(`${text} ${renderMarker(made, 250)}`)).not.toBeNull();
      }),
    );
  });
});

describe('renderMarker', () => {
  test('is the documented form', () => {
    expect(renderMarker(OWN, 255)).toBe(marker());
    expect(renderMarker({ ...OWN, repositoryId: null, kind: 'safety' }, 255)).toBe(
      marker({ who: 'octo/site', kind: 'safety' }),
    );
  });

  test('writes the state before the key', () => {
    expect(renderMarker({ ...OWN, state: 'bad' }, 255)).toBe(marker({ state: 'bad' }));
  });

  test('cuts nothing exactly at its limit; above it, the sha to 12 first', () => {
    const full = marker();
    expect(renderMarker(OWN, full.length)).toBe(full);
    expect(renderMarker(OWN, full.length - 1)).toBe(marker({ sha: SHA.slice(0, 12) }));
    expect(renderMarker(OWN, full.length - 28)).toBe(marker({ sha: SHA.slice(0, 12) }));
  });

  test('then cuts the job id, from its end, by no more than it must', () => {
    const shorter = marker({ sha: SHA.slice(0, 12) });
    expect(renderMarker(OWN, shorter.length - 1)).toBe(
      marker({ sha: SHA.slice(0, 12), job: 'deplo' }),
    );
    expect(renderMarker(OWN, shorter.length - 5)).toBe(marker({ sha: SHA.slice(0, 12), job: 'd' }));
    expect(renderMarker(OWN, shorter.length - 6)).toBe(marker({ sha: SHA.slice(0, 12), job: '' }));
    expect(renderMarker(OWN, 0)).toBe(marker({ sha: SHA.slice(0, 12), job: '' }));
  });
});

describe('isFromRepository', () => {
  const cases: [string, string, string | null, boolean][] = [
    ['ids agree', 'octo/site#42', '42', true],
    ['ids agree though the names do not: a rename loses nothing', 'old/name#42', '42', true],
    [
      'ids differ though the names agree: another repository of an old name',
      'octo/site#43',
      '42',
      false,
    ],
    ['names agree, the marker has no id', 'octo/site', '42', true],
    ['names agree, the run has no id', 'octo/site#42', null, true],
    ['names agree whatever their case', 'OcTo/SITE', '42', true],
    ['the owner differs', 'acme/site', '42', false],
    ['the repository differs', 'octo/other', '42', false],
    ['its name is a prefix of the own one', 'octo/sit', null, false],
    ['the own name is a prefix of its name', 'octo/site2', null, false],
    ['its id is a prefix of the own one', 'octo/site#4', '42', false],
  ];

  test.each(
    cases.map(([name, who, repositoryId, expected]) => ({ name, who, repositoryId, expected })),
  )('$name', ({ who, repositoryId, expected }) => {
    const text = `x ${marker({ who })}`;
    const us = { ...RUN, repositoryId };
    expect(isFromRepository(parseMarker(text) ?? OWN, us)).toBe(expected);
    expect(parseOwnMarker(text, us) !== null).toBe(expected);
  });

  test('compares the names of the run in any case, too', () => {
    expect(
      parseOwnMarker(marker({ who: 'octo/site' }), {
        owner: 'OCTO',
        repo: 'Site',
        repositoryId: null,
      }),
    ).not.toBeNull();
  });

  test('takes no text without a marker', () => {
    expect(parseOwnMarker('by hand', RUN)).toBeNull();
    expect(parseOwnMarker(null, RUN)).toBeNull();
  });
});

describe('isFromRun', () => {
  test.each([
    ['this attempt', marker({ run: '7000.2' }), true],
    ['an earlier attempt', marker({ run: '7000.1' }), true],
    ['another job of it', marker({ run: '7000.1', job: 'other' }), true],
    ['its safety backup', marker({ run: '7000.2', kind: 'safety' }), true],
    ['another run', marker({ run: '6999.2' }), false],
    ['a run whose id begins like the own one', marker({ run: '70001.1' }), false],
    [
      "another repository's run of the same number",
      marker({ who: 'else/where#7', run: '7000.2' }),
      false,
    ],
    ['no marker', 'by hand', false],
    ['nothing', null, false],
  ])('%s', (_, description, expected) => {
    expect(isFromRun(description, RUN)).toBe(expected);
  });
});

describe('hasKey', () => {
  test.each([
    ['in the marker', `x ${marker()}`, true],
    ["in another repository's marker", marker({ who: 'else/where' }), true],
    ['another key', marker({ key: '00112233aabc' }), false],
    ['in the text only', 'key=00112233aabb]', false],
    ['in a damaged marker', marker().slice(1), false],
    ['no description', null, false],
  ])('%s', (_, description, expected) => {
    expect(hasKey(description, '00112233aabb')).toBe(expected);
  });
});

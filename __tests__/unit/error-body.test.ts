/** The readable part of an error body. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseErrorBody, parseJson } from '../../src/vpsorg/error-body.js';
import { LINE_BREAK } from '../support/hostile-strings.js';

const json = (value: unknown): string => JSON.stringify(value);
const detailOf = (body: string): string => parseErrorBody(body).detail;

describe('detail', () => {
  test.each<[string, string, string]>([
    ['detail', json({ detail: 'Not found.' }), 'Not found.'],
    ['message', json({ message: 'No.' }), 'No.'],
    ['error', json({ error: 'No.' }), 'No.'],
    ['error as an object', json({ error: { code: 5, message: 'No.' } }), 'No.'],
    ['errors as texts', json({ errors: ['One.', 'Two.'] }), 'One.; Two.'],
    [
      'errors as objects',
      json({ errors: [{ detail: 'One.' }, { message: 'Two.' }] }),
      'One.; Two.',
    ],
    ['non_field_errors', json({ non_field_errors: ['Limit reached.'] }), 'Limit reached.'],
    [
      'a field map',
      json({ server_id: ['This field is required.'], description: ['Too long.', 'Odd.'] }),
      'server_id: This field is required.; description: Too long.; description: Odd.',
    ],
    [
      'a field map within errors',
      json({ errors: { server_id: ['Required.'] } }),
      'server_id: Required.',
    ],
    ['several of them', json({ detail: 'One.', message: 'Two.', code: 5 }), 'One.; Two.'],
    ['the same twice', json({ detail: 'One.', message: 'One.' }), 'One.'],
    ['a bare text', json('Limit reached.'), 'Limit reached.'],
    ['a list of texts', json(['One.', 'Two.']), 'One.; Two.'],
    ['lines', json({ detail: 'One.\nTwo.\u2028Three.' }), 'One. Two. Three.'],
    ['no message', json({ code: 5, ok: false, at: null }), ''],
    ['null', 'null', ''],
    ['a number', '5', ''],
    ['an empty list', '[]', ''],
    ['plain text', 'upstream connect error', 'upstream connect error'],
    ['plain text in lines', 'a\r\n  b\n', 'a b'],
    ['plain text with a <', 'a < b, 5 <6', 'a < b, 5 <6'],
    ['nothing', '', ''],
    [
      'HTML',
      '<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>b{c}</style></head><body><h1>Bad</h1><script>x()</script><p>nginx</p></body></html>',
      '502 Bad Gateway Bad nginx',
    ],
    [
      'HTML in capitals',
      '<HTML><TITLE>Down</TITLE><SCRIPT>x()</SCRIPT><BODY>Back soon</BODY></HTML>',
      'Down Back soon',
    ],
    ['HTML without a title', '<p>Back <b>soon</b></p>', 'Back soon'],
    ['HTML whose parts are adjacent', '<p>a<script>x()</script>b</p><p>c</p>', 'a b c'],
    ['HTML whose title has attributes', '<title lang="en">Down</title>', 'Down'],
    ['HTML that was cut within a script', '<p>Down</p><script>x(', 'Down'],
    ['HTML that was cut within a tag', '<p>Down</p><a href="', 'Down'],
    ['HTML that only closes', 'Down</body>', 'Down'],
    ['JSON that was cut', '{"detail": "No', '{"detail": "No'],
  ])('%s', (_, body, detail) => {
    expect(detailOf(body)).toBe(detail);
  });

  test('has at most 300 characters', () => {
    expect(detailOf('x'.repeat(300))).toBe('x'.repeat(300));
    expect(detailOf('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
    expect(detailOf(json({ detail: 'x'.repeat(1_000_000) }))).toHaveLength(300);
  });

  test('has at most ten entries of a list or a map', () => {
    const list = Array.from({ length: 11 }, (_, n) => `e${n}`);
    expect(detailOf(json(list))).toBe(list.slice(0, 10).join('; '));
    expect(detailOf(json(Object.fromEntries(list.map((name) => [name, 'x']))))).toBe(
      list
        .slice(0, 10)
        .map((name) => `${name}: x`)
        .join('; '),
    );
  });

  test('leaves out what is nested too deep', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 'deep' : [nest(depth - 1)]);
    expect(detailOf(json(nest(5)))).toBe('deep');
    expect(detailOf(json(nest(6)))).toBe('');
  });

  test('of a long page has the beginning', () => {
    expect(detailOf(`<p>${' '.repeat(20_000)}late</p>`)).toBe('');
    expect(detailOf(`${' '.repeat(3_990)}early`)).toBe('early');
    expect(detailOf(`${' '.repeat(4_000)}late`)).toBe('');
  });

  test('of any body is one line of at most 300 characters, well formed', () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.jsonValue().map((detail) => JSON.stringify({ detail })),
    );
    fc.assert(
      fc.property(body, (text) => {
        const detail = detailOf(text);
        expect(detail.length).toBeLessThanOrEqual(300);
        expect(detail).not.toMatch(LINE_BREAK);
        expect(detail.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('text', () => {
  test('has up to 4,000 characters, for decisions by its words', () => {
    const long = 'word '.repeat(1_000);
    expect(parseErrorBody(json({ detail: long })).text).toHaveLength(4_000);
    expect(parseErrorBody(json({ detail: 'No.' })).text).toBe('No.');
  });
});

describe('isWebPage', () => {
  test.each([
    ['<!doctype html><p>Log in</p>', true],
    ['\n <HTML>', true],
    ['<head>', true],
    ['<body>', true],
    ['<?xml version="1.0"?>', true],
    ['<p>Log in</p>', false],
    ['a <html> in a text', false],
    ['{"detail":"<html>"}', false],
    ['', false],
  ])('of %j: %p', (body, expected) => {
    expect(parseErrorBody(body).isWebPage).toBe(expected);
  });
});

describe('fields', () => {
  test.each<[string, unknown, string[]]>([
    ['a field map', { description: ['Too long.'] }, ['description']],
    ['a nested one', { errors: { server_id: ['No.'] } }, ['errors', 'server_id']],
    [
      'a location',
      { detail: [{ loc: ['body', 'description'], msg: 'No way.' }] },
      ['body', 'description'],
    ],
    ['a path', { field: 'body.server_id' }, ['body', 'server_id']],
    ['a pointer', { pointer: '/data/description' }, ['data', 'description']],
  ])('of %s', (_, body, names) => {
    expect(parseErrorBody(json(body)).fields).toEqual(expect.arrayContaining(names));
  });

  test('are not the words of a sentence, nor those of a text that is no JSON', () => {
    expect(parseErrorBody(json({ detail: 'The description is long.' })).fields).toEqual(['detail']);
    expect(parseErrorBody('description').fields).toEqual([]);
  });
});

describe('parseJson', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['\uFEFF[]', []],
    ['null', null],
    ['', undefined],
    ['{', undefined],
  ])('of %j', (body, value) => {
    expect(parseJson(body)).toEqual(value);
  });
});

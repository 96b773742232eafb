/** Servers that are not there: which are named instead, and what is said where they can't be listed. */
import { describe, expect, test } from '@jest/globals';
import { on } from '../../simulator/index.js';
import { scenario } from '../support/harness.js';

const named = (...names: string[]) => names.map((name, n) => ({ id: 11 + n, name }));

/** What follows the problem in the error about a name that no server has. */
async function nearTo(server_name: string, servers: readonly object[]): Promise<string> {
  const faults = [on.get.servers.answer(200, JSON.stringify(servers))];
  const { failure } = await scenario({ faults }).step({ operation: 'list', server_name });
  const [before, after] = [
    `No server of this account has the name "${server_name}". Nothing was changed.`,
    ' Correct server_name: case and spaces count.',
  ];
  expect(failure?.startsWith(before) && failure.endsWith(after)).toBe(true);
  return failure?.slice(before.length, -after.length) ?? '';
}

describe('a name that no server has', () => {
  test('the five nearest are named, the nearest first', async () => {
    const servers = named('abcd--', 'abcde-', 'ABCDEF', 'abc---', 'xbcde-', 'abcdefg', 'abcdexy');
    expect(await nearTo('abcdef', servers)).toBe(
      ' Near: "ABCDEF" (server 13), "abcde-" (server 12), "abcdefg" (server 16), "abcd--" (server 11), "xbcde-" (server 15).',
    );
  });

  test.each([
    ['half of its characters differ', 'abcdef', 'abc---', true],
    ['more than half differ', 'abcdef', 'ab----', false],
    ['two of three differ', 'abc', 'a--', true],
    ['all three differ', 'abc', '---', false],
  ])('one of which %s: %s, %s', async (...[, wanted, there, isNear]) => {
    expect(await nearTo(wanted, named(there))).toBe(isNear ? ` Near: "${there}" (server 11).` : '');
  });

  test('a server without a name is not near', async () => {
    expect(await nearTo('ab', [{ id: 13, name: null }, { id: 12 }, ...named('a', '')])).toBe(
      ' Near: "a" (server 11).',
    );
  });

  test('a list of servers that is incomplete can not resolve any', async () => {
    const s = scenario({ dialect: { capRowsAt: 1 } });
    const names = '["web-server-01","db-server-01"]';
    const { failure } = await s.step({ operation: 'list', server_name: names });
    expect(failure).toBe(
      'The list of servers is incomplete (it shows 1 of 2), so server_name "web-server-01", "db-server-01" can\'t be resolved. Nothing was changed. Set server_id instead.',
    );
    expect(s.requests()).toEqual(['GET /servers/']);
  });
});

describe('an id that no server has', () => {
  test('the five nearest are named, the nearest first', async () => {
    const ids = [99, 12945, 1245, 54321, 12354, 12346, 92345];
    const servers = ids.map((id) => ({ id, name: `server web ${id}` }));
    const s = scenario({ servers: [...servers, { id: 7, name: '' }] });
    const { failure } = await s.step({ operation: 'list', server_id: '12345' });
    expect(failure).toBe(
      'No server of this account has the id 12345, and no backup mentions it. Its servers: 12945 (server web 12945), 1245 (server web 1245), 12346 (server web 12346), 92345 (server web 92345), 12354 (server web 12354). Check server_id, and that the token belongs to the account of that server.',
    );
  });

  test('where the servers can not be listed, one warning names all that are in doubt', async () => {
    const s = scenario({ backups: [{}], faults: [on.get.servers.status(403)] });
    const { failure, warnings } = await s.step({ operation: 'list', server_id: '777,12345,778' });
    expect([failure, warnings]).toEqual([
      null,
      [
        'It could not be checked whether the account has servers 777, 778: the list of servers is incomplete (Could not list servers: VPS.org answered 403: Error 403.).',
      ],
    ]);
  });
});

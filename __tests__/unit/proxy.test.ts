/** The proxy setting of the environment: which is used, and which can't be. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.js';
import { usableProxy } from '../../src/vpsorg/proxy.js';

const NAMES = ['no_proxy', 'NO_PROXY'] as const;
/** `@actions/http-client` reads these from the process. */
let before: (string | undefined)[];
beforeEach(() => {
  before = NAMES.map((name) => process.env[name]);
  for (const name of NAMES) delete process.env[name];
});
afterEach(() => {
  for (const [index, name] of NAMES.entries()) {
    const value = before[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const API = 'https://admin.vps.org';

function labelOf(env: NodeJS.ProcessEnv, origin = API): string | null {
  return usableProxy(origin, env)?.label ?? null;
}

function errorOf(value: string): ActionError {
  try {
    usableProxy(API, { https_proxy: value });
  } catch (error) {
    if (error instanceof ActionError) return error;
  }
  throw new Error('expected an ActionError');
}

describe('which variable is used', () => {
  test.each<[string, NodeJS.ProcessEnv, string | null]>([
    ['none', {}, null],
    ['an empty one', { https_proxy: '' }, null],
    ['spaces', { https_proxy: ' ' }, null],
    ['https_proxy', { https_proxy: 'http://p:3128' }, 'proxy http://p:3128 (from https_proxy)'],
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://p:3128' }, 'proxy http://p:3128 (from HTTPS_PROXY)'],
    [
      'the one in lower case first',
      { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' },
      'proxy http://a:1 (from https_proxy)',
    ],
    ['that of http is not for https', { http_proxy: 'http://p:3128' }, null],
    ['https', { https_proxy: 'https://p' }, 'proxy https://p (from https_proxy)'],
    [
      'user and password, which are not shown',
      { https_proxy: 'http://me:p%40ss@p:3128' },
      'proxy http://p:3128 (from https_proxy)',
    ],
  ])('%s', (_, env, label) => {
    expect(labelOf(env)).toBe(label);
  });

  test('that of http for an origin of http', () => {
    expect(labelOf({ http_proxy: 'http://p:3128' }, 'http://vps.example')).toBe(
      'proxy http://p:3128 (from http_proxy)',
    );
  });

  test('none for a host in no_proxy', () => {
    process.env.no_proxy = 'vps.org';
    expect(labelOf({ https_proxy: 'http://p:3128' })).toBeNull();
  });

  test('none for a host in no_proxy, though its value can not be used', () => {
    process.env.no_proxy = 'vps.org';
    expect(labelOf({ https_proxy: 'socks5://p' })).toBeNull();
  });
});

test.each([
  ['proxy:3128', 'http://proxy:3128'],
  [' proxy:3128 ', 'http://proxy:3128'],
  ['10.0.0.1:3128', 'http://10.0.0.1:3128'],
  ['me:word@proxy:3128', 'http://me:word@proxy:3128'],
  ['proxy', 'http://proxy'],
  ['HTTP://proxy:3128', 'HTTP://proxy:3128'],
])('%j is completed to %j for the client', (value, complete) => {
  const env = { https_proxy: value };
  expect(usableProxy(API, env)).not.toBeNull();
  expect(env.https_proxy).toBe(complete);
});

describe('a setting that can not be used is an error', () => {
  test.each([
    ['socks5://proxy:1080', '"socks5://proxy:1080" is not an http or https URL'],
    ['ftp://proxy', '"ftp://proxy" is not an http or https URL'],
    ['http://', '"http://" is not an http or https URL'],
    ['http://proxy:99999', '"http://proxy:99999" is not an http or https URL'],
    ['proxy:port', '"proxy:port" is not an http or https URL'],
    ['http://me:100%@proxy', '"http://***@proxy" has a % in its user or password'],
    ['http://50%off:word@proxy', '"http://***@proxy" has a % in its user or password'],
    ['socks5://me:word@proxy', '"socks5://***@proxy" is not an http or https URL'],
  ])('%s', (value, words) => {
    const { message } = errorOf(value);
    expect(message).toContain(`The proxy in https_proxy can't be used: ${words}`);
    expect(message).toContain('No request was sent.');
    expect(errorOf(value).problem).not.toContain('word@');
  });

  test('without its user and password, however often an @ is in them', () => {
    expect(errorOf('http://me:wo@rd%@proxy').problem).not.toMatch(/wo@|rd%/);
  });
});

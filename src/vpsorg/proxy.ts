/** The proxy setting of the environment, checked before `@actions/http-client` reads it. */
import { checkBypass } from '@actions/http-client/lib/proxy';
import { ActionError } from '../errors.js';
import { hideCredentials } from '../report/sanitize.js';

export interface ProxySetting {
  /** `proxy http://proxy:3128 (from https_proxy)`, without user and password. */
  readonly label: string;
}

/**
 * The proxy that requests to an origin go through. A value without a scheme (`proxy:3128`) is
 * completed in `env`: the client would take the host for a scheme and use no proxy.
 *
 * @returns `null` where there is none
 * @throws ActionError where the value can't be used
 */
export function usableProxy(origin: string, env: NodeJS.ProcessEnv): ProxySetting | null {
  const url = new URL(origin);
  const names =
    url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  const name = names.find((one) => env[one]);
  const value = name === undefined ? '' : (env[name] ?? '').trim();
  if (name === undefined || value === '' || checkBypass(url)) return null;
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const proxy = URL.canParse(complete) ? new URL(complete) : null;
  if (proxy === null || proxy.hostname === '' || !/^https?:$/.test(proxy.protocol)) {
    throw unusable(name, value, 'is not an http or https URL');
  }
  if (!isDecodable(proxy.username) || !isDecodable(proxy.password)) {
    throw unusable(
      name,
      value,
      'has a % in its user or password that is not followed by two hex digits',
    );
  }
  env[name] = complete;
  return { label: `proxy ${proxy.protocol}//${proxy.host} (from ${name})` };
}

function unusable(name: string, value: string, why: string): ActionError {
  return new ActionError(
    `The proxy in ${name} can't be used: "${hideCredentials(value)}" ${why}. No request was sent.`,
    `Set ${name} to a URL such as http://user:password@proxy.example:3128, with % in it as %25.`,
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

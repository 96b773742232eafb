/**
 * valibot, from its minified build: the bundler keeps what is not used, and the other build is three
 * times the size.
 */
import type * as valibot from 'valibot';
// @ts-expect-error: this build has no types of its own; it has those of the package.
import * as minified from '../node_modules/valibot/dist/index.min.mjs';

export const v: typeof valibot = minified;

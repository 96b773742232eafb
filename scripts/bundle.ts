/**
 * `npm run bundle -- FOLDER`: builds the action with ncc, and takes out what packages bring and
 * nothing calls, and comments (those of `src` stay in `src`): both cost each run download and start.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Options, transformSync } from '@swc/core';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run bundle -- FOLDER');

const args = ['--no-cache', '--quiet', '--license', 'licenses.txt', '--out', folder];
const { status } = spawnSync('ncc', ['build', 'src/index.ts', ...args], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (status !== 0) throw new Error('ncc failed');

const UNUSED_ONLY = { defaults: false, unused: true, dead_code: true, side_effects: true };

/** Names and structure stay, so that dist can be read. In ASCII, which V8 reads fastest. */
const options: Options = {
  swcrc: false,
  isModule: true,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'ecmascript' },
    output: { charset: 'ascii' },
    minify: {
      compress: { ...UNUSED_ONLY, passes: 2, const_to_let: false },
      mangle: false,
      format: { comments: 'some', asciiOnly: true },
    },
  },
};
for (const name of readdirSync(folder).filter((one) => one.endsWith('.js'))) {
  const path = join(folder, name);
  // Where each module begins stays readable: a comment that begins with ! is kept.
  const marked = readFileSync(path, 'utf8').replace(
    /^(?:;\/\/ CONCATENATED|\/\/ EXTERNAL) MODULE: .*$/gm,
    (comment) => `/*!${comment.replace(/^;?\/\//, '')} */`,
  );
  writeFileSync(path, compiledOnce(transformSync(marked, options).code));
}

/** V8 compiles a function in parentheses at once; one without is read twice before it runs. */
function compiledOnce(code: string): string {
  return code.replace(
    /^( {4}\d+: )(\([^)\n]*\)=>\{$.*?^ {4}\})(?=,?$)/gms,
    (_, key: string, fn: string) => `${key}(${fn})`,
  );
}

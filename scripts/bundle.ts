/**
 * `npm run bundle -- FOLDER`: builds the action with ncc, and takes the comments of its packages out
 * (those of `src` stay in `src`), which are a tenth of what a runner downloads.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run bundle -- FOLDER');

const options = ['--no-cache', '--quiet', '--license', 'licenses.txt', '--out', folder];
const { status } = spawnSync('ncc', ['build', 'src/index.ts', ...options], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (status !== 0) throw new Error('ncc failed');

const compilerOptions: ts.CompilerOptions = {
  removeComments: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
};
for (const name of readdirSync(folder).filter((one) => one.endsWith('.js'))) {
  const path = join(folder, name);
  // Where each module begins stays readable: a statement survives, and becomes a comment again.
  const marked = readFileSync(path, 'utf8').replace(
    /^;\/\/ (CONCATENATED .*)$/gm,
    (_, name: string) => `${JSON.stringify(name)};`,
  );
  const { outputText } = ts.transpileModule(marked, { compilerOptions });
  const named = outputText.replace(
    /^\s*("CONCATENATED (?:[^"\\]|\\.)*");$/gm,
    (_, name: string) => `;// ${JSON.parse(name)}`,
  );
  writeFileSync(path, named);
}

/**
 * Writes `src/inputs/action-metadata.ts` from action.yml, the one home of names and defaults, and `src/version.ts` from package.json. With
 * `--check`, only says which of them is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

function textOf(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

function metadataSource({ inputs, outputs }: Action): string {
  const defaults = Object.entries(inputs).map(
    ([name, input]) => `  ${name}: ${quote(input.default ?? '')},`,
  );
  const names = Object.keys(outputs).map((name) => `  ${quote(name)},`);
  return `// Generated from action.yml by \`npm run generate\`. Do not edit: action.yml is the one home of names and defaults.

/** Every input with its default; an empty text where it has none. */
export const INPUT_DEFAULTS = {
${defaults.join('\n')}
} as const;

/** Every output. */
export const OUTPUT_NAMES = [
${names.join('\n')}
] as const;

export type InputName = keyof typeof INPUT_DEFAULTS;
export type OutputName = (typeof OUTPUT_NAMES)[number];
`;
}

function versionSource({ version }: { readonly version: string }): string {
  return `/** The version in package.json; a test holds them together. */
export const version = ${quote(version)};
`;
}

const sources = {
  'src/inputs/action-metadata.ts': metadataSource(parse(textOf('action.yml')) as Action),
  'src/version.ts': versionSource(JSON.parse(textOf('package.json')) as { version: string }),
};

for (const [name, source] of Object.entries(sources)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(new URL(`../${name}`, import.meta.url), source);
  } else if (textOf(name) !== source) {
    console.error(`${name} is stale: run npm run generate`);
    process.exitCode = 1;
  }
}

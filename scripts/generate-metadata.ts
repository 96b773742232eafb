/** Writes `src/inputs/action-metadata.ts` from action.yml, the one home of names and defaults. With `--check`, only says whether it is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const TARGET = new URL('../src/inputs/action-metadata.ts', import.meta.url);
const action = parse(readFileSync(new URL('../action.yml', import.meta.url), 'utf8')) as {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, unknown>;
};

const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
const inputs = Object.entries(action.inputs).map(
  ([name, input]) => `  ${name}: ${quote(input.default ?? '')},`,
);
const outputs = Object.keys(action.outputs).map((name) => `  ${quote(name)},`);
const source = `// Generated from action.yml by \`npm run generate\`. Do not edit: action.yml is the one home of names and defaults.

/** Every input with its default; an empty text where it has none. */
export const INPUT_DEFAULTS = {
${inputs.join('\n')}
} as const;

/** Every output. */
export const OUTPUT_NAMES = [
${outputs.join('\n')}
] as const;

export type InputName = keyof typeof INPUT_DEFAULTS;
export type OutputName = (typeof OUTPUT_NAMES)[number];
`;

if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, source);
} else if (readFileSync(TARGET, 'utf8') !== source) {
  console.error('src/inputs/action-metadata.ts is stale: run npm run generate');
  process.exitCode = 1;
}

/** What the tests need of Markdown: its code blocks, each with the heading that it stands under, and its links. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function textOf(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

/** The rows of a table between `<!-- part -->` and `<!-- end of part -->`, cell by cell. */
export function tableIn(name: string, part: string): string[][] {
  const [, rest = ''] = textOf(name).split(`<!-- ${part} -->`);
  const [table = ''] = rest.split(`<!-- end of ${part} -->`);
  const [, , ...rows] = table.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .slice(1, row.lastIndexOf('|'))
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/** README.md and its like, all of docs/, and the indexes of other folders. */
export function documents(): string[] {
  const markdown = (folder: string): string[] =>
    readdirSync(new URL(`../../${folder}`, import.meta.url)).filter((name) => name.endsWith('.md'));
  const within = ['docs', 'examples', 'bench'].flatMap((folder) =>
    markdown(folder).map((name) => `${folder}/${name}`),
  );
  return [...markdown('.'), ...within];
}

export interface CodeBlock {
  readonly document: string;
  /** The nearest heading before it. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
  /** From 1. */
  readonly line: number;
}

export function codeBlocks(document: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = textOf(document).split('\n');
  let heading = '';
  for (let at = 0; at < lines.length; at++) {
    const language = /^```(\w*)$/.exec(lines[at] ?? '')?.[1];
    if (language === undefined) {
      heading = /^#+ (.*)$/.exec(lines[at] ?? '')?.[1] ?? heading;
      continue;
    }
    const end = lines.indexOf('```', at + 1);
    blocks.push({
      document,
      heading,
      language,
      code: `${lines.slice(at + 1, end).join('\n')}\n`,
      line: at + 2,
    });
    at = end;
  }
  return blocks;
}

/** A document without its code. */
export function prose(document: string): string {
  return textOf(document)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '');
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors(document: string): string[] {
  const headings = [
    ...textOf(document)
      .replace(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map((match) => match[1] ?? '');
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

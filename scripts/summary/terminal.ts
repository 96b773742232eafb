/** A job summary as readable text for a terminal. Pure. */
import { type Block, parseBlocks, parseInline } from './blocks.js';

const GAP = '  ';
/** Narrower than this no column of a table becomes. */
const MIN_COLUMN = 8;

/** @param width columns; cells of tables are wrapped to fit */
export function toTerminal(markdown: string, width: number): string[] {
  return render(parseBlocks(markdown), width);
}

function render(blocks: readonly Block[], width: number): string[] {
  return blocks.flatMap((block, nth) => [...(nth === 0 ? [] : ['']), ...lines(block, width)]);
}

function lines(block: Block, width: number): string[] {
  switch (block.kind) {
    case 'heading':
      return [plain(block.text)];
    case 'paragraph':
      return wrap(plain(block.text), width);
    case 'preformatted':
      return plain(block.text).split('\n');
    case 'code':
      return block.lines.map((line) => `  ${line}`);
    case 'list':
      return block.items.flatMap((item) => hanging('- ', wrap(plain(item), width - 2)));
    case 'quote':
      return render(block.blocks, width - 2).map((line) => `│ ${line}`.trimEnd());
    case 'details':
      return [`▸ ${plain(block.summary)}`, ...indented(render(block.blocks, width - 2))];
    case 'table':
      return tableLines(block, width);
  }
}

/** The text alone: a terminal shows no links. */
function plain(markdown: string): string {
  return parseInline(markdown)
    .map(({ text }) => text)
    .join('');
}

function tableLines({ head, rows }: Extract<Block, { kind: 'table' }>, width: number): string[] {
  const texts = [head, ...rows].map((row) => row.map(plain));
  const widths = fitted(
    head.map((_, column) => Math.max(...texts.map((row) => longestLine(row[column] ?? '')))),
    width,
  );
  const [title = [], ...others] = texts.map((row) => rowLines(row, widths));
  return [...title, widths.map((one) => '─'.repeat(one)).join(GAP), ...others.flat()];
}

/** The widest columns are narrowed until all fit. */
function fitted(widths: readonly number[], total: number): number[] {
  const fit = [...widths];
  const sum = (): number => fit.reduce((all, one) => all + one + GAP.length, -GAP.length);
  while (sum() > total && Math.max(...fit) > MIN_COLUMN) {
    fit[fit.indexOf(Math.max(...fit))] = Math.max(...fit) - 1;
  }
  return fit;
}

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map(columns));
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const cells = row.map((cell, column) => wrap(cell, widths[column] ?? 0));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, column) => padded(cell[line] ?? '', widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

function indented(text: readonly string[]): string[] {
  return text.map((line) => `  ${line}`.trimEnd());
}

function hanging(sign: string, text: readonly string[]): string[] {
  return text.map((line, nth) => (nth === 0 ? sign : ' '.repeat(sign.length)) + line);
}

function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const wrapped: string[] = [];
    for (const word of paragraph.split(' ')) {
      const last = wrapped.at(-1);
      if (last !== undefined && columns(last) + 1 + columns(word) <= width)
        wrapped[wrapped.length - 1] = `${last} ${word}`;
      else wrapped.push(word);
    }
    return wrapped;
  });
}

const SEGMENTS = new Intl.Segmenter();

/** Emoji take two columns. */
function columns(text: string): number {
  const wide = (one: string): boolean => /\p{Emoji_Presentation}|\ufe0f/u.test(one);
  return [...SEGMENTS.segment(text)].reduce((sum, { segment }) => sum + (wide(segment) ? 2 : 1), 0);
}

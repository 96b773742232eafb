/** Reads the Markdown that a job summary is made of. Pure. */

export type Block =
  | { readonly kind: 'heading' | 'paragraph' | 'preformatted'; readonly text: string }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly string[][] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] };

/** A piece of a line. */
interface Inline {
  readonly kind: 'text' | 'strong' | 'code' | 'link';
  readonly text: string;
  /** Of a link. */
  readonly url?: string;
}

export function parseBlocks(markdown: string): Block[] {
  return new Parser(markdown.split('\n')).blocks();
}

/** The pieces of a line, their character references decoded; `<br>` becomes a line break. */
export function parseInline(markdown: string): Inline[] {
  return markdown
    .split(/(\[[^\]]*\]\([^)\s]*\)|`[^`]*`|\*\*[^*]*\*\*)/)
    .filter((piece) => piece !== '')
    .map(inline);
}

function inline(piece: string): Inline {
  const [, label, url] = /^\[([^\]]*)\]\(([^)\s]*)\)$/.exec(piece) ?? [];
  if (label !== undefined && url !== undefined) return { kind: 'link', text: decode(label), url };
  const [, code] = /^`([^`]*)`$/.exec(piece) ?? [];
  if (code !== undefined) return { kind: 'code', text: code };
  const [, strong] = /^\*\*([^*]*)\*\*$/.exec(piece) ?? [];
  if (strong !== undefined) return { kind: 'strong', text: decode(strong) };
  return { kind: 'text', text: decode(piece) };
}

function decode(text: string): string {
  return text
    .replaceAll('<br>', '\n')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('\u200b', '');
}

class Parser {
  #at = 0;

  constructor(private readonly lines: readonly string[]) {}

  blocks(): Block[] {
    const blocks: Block[] = [];
    while (this.#at < this.lines.length) {
      const line = this.lines[this.#at] ?? '';
      if (line.trim() === '') this.#at += 1;
      else blocks.push(this.#block(line));
    }
    return blocks;
  }

  #block(line: string): Block {
    const details = /^<details><summary>(.*)<\/summary>$/.exec(line);
    if (details !== null) return this.#details(details[1] ?? '');
    if (line.startsWith('```')) return { kind: 'code', lines: this.#until('```') };
    if (line === '<pre>') return { kind: 'preformatted', text: this.#until('</pre>').join('\n') };
    if (line.startsWith('#')) return { kind: 'heading', text: this.#next().replace(/^#+ /, '') };
    if (line.startsWith('|')) return table(this.#while(/^\|/));
    if (line.startsWith('>')) {
      const quoted = this.#while(/^>/).map((one) => one.replace(/^> ?/, ''));
      return { kind: 'quote', blocks: new Parser(quoted).blocks() };
    }
    if (line.startsWith('- '))
      return { kind: 'list', items: this.#while(/^- /).map((one) => one.slice('- '.length)) };
    const text = this.#while(/^(?!\||>|#|- |<|```)./).map((one) => one.trimEnd());
    return { kind: 'paragraph', text: text.length > 0 ? text.join('<br>') : this.#next() };
  }

  #details(summary: string): Block {
    const inner = this.#until('</details>');
    return { kind: 'details', summary, blocks: new Parser(inner).blocks() };
  }

  #next(): string {
    return this.lines[this.#at++] ?? '';
  }

  #while(pattern: RegExp): string[] {
    const found: string[] = [];
    while (pattern.test(this.lines[this.#at] ?? '')) found.push(this.#next());
    return found;
  }

  /** The lines between this one and the one that ends the block. */
  #until(end: string): string[] {
    this.#next();
    const last = this.lines.indexOf(end, this.#at);
    const lines = this.lines.slice(this.#at, last === -1 ? undefined : last);
    this.#at += lines.length + 1;
    return lines;
  }
}

function table([head = '', , ...rows]: readonly string[]): Block {
  return { kind: 'table', head: cells(head), rows: rows.map(cells) };
}

function cells(row: string): string[] {
  return row
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim());
}

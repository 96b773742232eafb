/** What a runner reads of a step: commands in its log, and files of commands such as outputs. */

export interface Command {
  readonly name: string;
  readonly data: string;
}

/**
 * `name<<delimiter` blocks and `name=value` lines, as the runner reads them; the last value of a name counts.
 *
 * @throws where the runner would: a line that is neither, a block without its end
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] === '') continue;
    const { name, value, last } = fileCommandAt(lines, at);
    values[name] = value;
    at = last;
  }
  return values;
}

/** The command that begins at a line, and the last line that belongs to it. */
function fileCommandAt(
  lines: readonly string[],
  at: number,
): { name: string; value: string; last: number } {
  const line = lines[at] ?? '';
  const [, name, delimiter = ''] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
  if (name !== undefined) {
    const last = lines.indexOf(delimiter, at + 1);
    if (last === -1) throw new Error(`the outputs file: ${name} has no end`);
    return { name, value: lines.slice(at + 1, last).join('\n'), last };
  }
  const [, single, value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
  if (single === undefined)
    throw new Error(`the outputs file: "${line}" is neither name=value nor name<<delimiter`);
  return { name: single, value, last: at };
}

const NAMES = new Set(
  'set-env set-output save-state add-mask add-path add-matcher remove-matcher debug warning error notice group endgroup echo stop-commands'.split(
    ' ',
  ),
);

/** A line as the runner's parser takes it: the new form after white space, the old one anywhere. */
export function parseCommand(line: string): Command[] {
  return newForm(line.trimStart()) ?? oldForm(line) ?? [];
}

function newForm(line: string): Command[] | null {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  return end === -1 ? null : command(line.slice(2, end), line.slice(end + 2));
}

function oldForm(line: string): Command[] | null {
  const start = line.indexOf('##[');
  const end = start === -1 ? -1 : line.indexOf(']', start);
  return end === -1 ? null : command(line.slice(start + 3, end), line.slice(end + 1));
}

function command(head: string, data: string): Command[] | null {
  const name = (head.split(' ')[0] ?? '').toLowerCase();
  return NAMES.has(name)
    ? [{ name, data: data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%') }]
    : null;
}

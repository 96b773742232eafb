/** What a person sees of a step's raw log: GitHub runs the workflow commands in it and shows what is left. */

const COMMAND = /^::([\w-]+)(?: [^:]*)?::(.*)$/;
const SHOWN_AS: Readonly<Record<string, string>> = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
  group: '▼ ',
};

/** Keeps the masks of one step. */
export class ShownLog {
  private readonly masks: string[] = [];

  /** @returns the lines to show; none for what is not meant for a person */
  show(line: string): string[] {
    const [, name, data = ''] = COMMAND.exec(line) ?? [];
    if (name === undefined) return [this.masked(line)];
    const text = unescaped(data);
    if (name === 'add-mask' && text !== '') this.masks.push(text);
    const label = SHOWN_AS[name];
    return label === undefined ? [] : this.masked(label + text).split('\n');
  }

  private masked(text: string): string {
    return this.masks.reduce((shown, mask) => shown.replaceAll(mask, '***'), text);
  }
}

function unescaped(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

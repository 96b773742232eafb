/** Copies of workflows to run: as they stand, but for `api_url`, and for one step's `run` where a scenario needs it to fail. */
import { isMap, parseDocument, visit } from 'yaml';

const ACTION = 'vps-backup/vps-backup-action@';

export interface Change {
  /** Where the simulator is. */
  readonly apiUrl: string;
  /** New scripts, by the name of the step. */
  readonly run?: Readonly<Record<string, string>>;
}

/** @throws if a step that is to be changed is not there */
export function changed(workflow: string, { apiUrl, run = {} }: Change): string {
  const document = parseDocument(workflow);
  const missing = new Set(Object.keys(run));
  visit(document, {
    Map(_, step) {
      const { uses, name } = { uses: step.get('uses'), name: step.get('name') };
      if (typeof uses === 'string' && uses.startsWith(ACTION)) {
        const inputs = step.get('with');
        if (!isMap(inputs)) throw new Error(`a step that uses ${uses} has no inputs`);
        inputs.set('api_url', apiUrl);
      }
      if (typeof name === 'string' && step.has('run') && missing.delete(name))
        step.set('run', run[name]);
    },
  });
  if (missing.size > 0)
    throw new Error(`no step with a script of this name: ${[...missing].join(', ')}`);
  return document.toString();
}

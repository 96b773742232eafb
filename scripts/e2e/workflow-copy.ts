/**
 * Copies of workflows to run: as they stand, but for `api_url`, for what act does not know, and for what a scenario changes of a step.
 */
import { isMap, parseDocument, visit, type YAMLMap } from 'yaml';

const ACTION = 'vps-backup/vps-backup-action@';

export interface Change {
  /** Where the simulator is. */
  readonly apiUrl: string;
  /** New scripts, by the name of the step. */
  readonly run?: Readonly<Record<string, string>>;
  /** More inputs of the action, by the name of the step. */
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** @throws if a step that is to be changed is not there */
export function changed(workflow: string, { apiUrl, run = {}, inputs = {} }: Change): string {
  const document = parseDocument(workflow);
  const missing = new Set([...Object.keys(run), ...Object.keys(inputs)]);
  visit(document, {
    Map(_, map) {
      withoutDeployment(map);
      const name = String(map.get('name'));
      if (usesAction(map)) {
        const given = map.get('with');
        if (!isMap(given)) throw new Error(`"${name}" has no inputs`);
        const more = { api_url: apiUrl, ...inputs[name] };
        for (const [input, value] of Object.entries(more)) given.set(input, value);
        missing.delete(name);
      }
      if (map.has('run') && name in run && missing.delete(name)) map.set('run', run[name]);
    },
  });
  if (missing.size > 0) throw new Error(`no such step: ${[...missing].join(', ')}`);
  return document.toString();
}

function usesAction(step: YAMLMap): boolean {
  const uses = step.get('uses');
  return typeof uses === 'string' && uses.startsWith(ACTION);
}

/** act 0.2.87 rejects `environment: {deployment: false}`; it files no deployments anyway. */
function withoutDeployment(map: YAMLMap): void {
  const environment = map.get('environment');
  if (isMap(environment)) environment.delete('deployment');
}

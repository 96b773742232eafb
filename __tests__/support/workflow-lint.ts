/** What GitHub's own parser says of a workflow or an action: everything that GitHub or an editor would mark in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActionsMetadataProvider, registerLogger, validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { parse } from 'yaml';

type ValidationConfig = NonNullable<Parameters<typeof validate>[1]>;

const OWNER = 'vps-backup';
const NAME = 'vps-backup-action';

interface ActionFile {
  name: string;
  description: string;
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
}

/** Our action.yml, as GitHub would serve it. */
const ACTION = parse(readFileSync('action.yml', 'utf8')) as ActionFile;

/** The tags that there are, and full commits. */
const REF = /^(v1(\.\d+\.\d+)?|[0-9a-f]{40})$/;

/** Ours is checked against action.yml; of others' only the form is known here. */
const actionsMetadataProvider: ActionsMetadataProvider = {
  async fetchActionMetadata({ owner, name, ref, path }) {
    if (owner !== OWNER || name !== NAME) return { name, description: '' };
    return path || !REF.test(ref) ? undefined : ACTION;
  },
};

/** Our reusable workflows, so that what a caller hands over is checked too. */
const fileProvider: NonNullable<ValidationConfig['fileProvider']> = {
  async getFileContent(file) {
    if (
      'repository' in file &&
      (file.owner !== OWNER || file.repository !== NAME || !REF.test(file.version))
    ) {
      throw new Error(`${file.owner}/${file.repository}@${file.version}: not known here`);
    }
    return { name: file.path, content: readFileSync(join(...file.path.split('/')), 'utf8') };
  },
};

/** GitHub has background steps since June 2026; the parser knows them behind a flag. */
const FLAGS = ['allowBackgroundSteps'] as const;
const featureFlags = {
  isEnabled: (name: string) => FLAGS.some((flag) => flag === name),
  getEnabledFeatures: () => [...FLAGS],
} as unknown as NonNullable<ValidationConfig['featureFlags']>;

/** The parser caches what it has read by its address, so each text gets its own. */
let texts = 0;
/** What broke inside the parser, which it would otherwise only log. */
const broken: string[] = [];
registerLogger({
  error: (message) => void broken.push(message),
  warn: () => {},
  info: () => {},
  log: () => {},
});

/**
 * @param yaml a complete workflow, or an action.yml
 * @returns a line for each error or warning, as `line: message`; none where all is well
 */
export async function diagnose(yaml: string, kind: 'workflow' | 'action'): Promise<string[]> {
  texts += 1;
  const uri =
    kind === 'workflow'
      ? `file:///${texts}/.github/workflows/text.yml`
      : `file:///${texts}/action.yml`;
  broken.length = 0;
  const found = await validate(TextDocument.create(uri, 'yaml', 1, yaml), {
    actionsMetadataProvider,
    fileProvider,
    featureFlags,
  });
  const reported = found.filter(
    ({ severity = DiagnosticSeverity.Error }) => severity <= DiagnosticSeverity.Warning,
  );
  const lines = reported.map(({ range, message }) => `${range.start.line + 1}: ${message}`);
  return [...lines, ...broken, ...(kind === 'workflow' ? unknownOutputs(yaml) : [])];
}

interface Workflow {
  readonly jobs?: Readonly<
    Record<string, { readonly steps?: readonly { readonly id?: string; readonly uses?: string }[] }>
  >;
}

/** Outputs of our action that a workflow reads and action.yml does not have; the parser does not check them. */
function unknownOutputs(yaml: string): string[] {
  const { jobs = {} } = (parse(yaml, { logLevel: 'silent' }) ?? {}) as Workflow;
  return Object.values(jobs).flatMap((job) => {
    const ours = new Set(
      (job.steps ?? [])
        .filter(({ uses }) => uses?.startsWith(`${OWNER}/${NAME}@`))
        .map(({ id }) => id),
    );
    const read = JSON.stringify(job).matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g);
    return [...read].flatMap(([, id, output = '']) =>
      ours.has(id) && !(output in ACTION.outputs)
        ? [`Unknown output '${output}' of step '${id}'`]
        : [],
    );
  });
}

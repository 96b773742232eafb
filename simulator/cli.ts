/** `npm run simulator`: VPS.org on this machine, to try a workflow without an account. */
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { optionsOf, parseFlags, usage } from './cli-options.js';
import type { RecordedRequest } from './protocol.js';
import { type Simulator, startSimulator } from './server.js';

/** Prints each request, and appends it to the log file if there is one. */
function reporter(logFile: string | undefined): (request: RecordedRequest) => void {
  return (request) => {
    // The file first: whoever has seen the printed line, or the answer, finds the request in the file.
    if (logFile !== undefined) appendFileSync(logFile, `${logLine(request)}\n`);
    const { method, path, outcome, unexpected } = request;
    console.log(`${method} ${path} ${outcome?.status ?? outcome?.kind}`);
    for (const problem of unexpected) console.log(`  ! ${problem}`);
  };
}

/** A request as JSON without its token, which may be a real one. */
function logLine(request: RecordedRequest): string {
  const { authorization, ...headers } = request.headers;
  return JSON.stringify({
    ...request,
    headers: authorization === undefined ? headers : { ...headers, authorization: '***' },
  });
}

function greeting({ url, token, vps }: Simulator, withGitHub: boolean): string {
  const servers = vps.servers.map((server) => `${server.id} ${server.name}`);
  const more = servers.length > 5 ? `, and ${servers.length - 5} more` : '';
  return `VPS.org, simulated. Nothing here is real.

  url:     ${url}
  token:   ${token}
  servers: ${servers.slice(0, 5).join(', ')}${more}

In a workflow that runs on this machine (with act, or on a self-hosted runner):

  with:
    api_url: ${url}
    api_token: ${token}
    server_id: ${vps.servers[0]?.id}
${withGitHub ? githubHelp(new URL(url).origin) : ''}
Ctrl-C ends it. Requests:
`;
}

function githubHelp(origin: string): string {
  const body = '{"environment": "production", "sha": "SHA", "run_id": 1, "state": "success"}';
  return `
GitHub's deployments API, simulated too. A step can't change where GitHub is, but act can:

  act --env GITHUB_API_URL=${origin}/github -s GITHUB_TOKEN=any-token ...

act files no deployments. To file one with its status:

  curl -d '${body}' ${origin}/github/_deployments
`;
}

async function main(): Promise<void> {
  const values = parseFlags();
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const onOutcome = reporter(values['log-file']);
  const simulator = await startSimulator({ ...optionsOf(values), onOutcome });
  // Whoever sees the file or the greeting may send a request or a signal at once: all else comes first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void simulator.close());
  try {
    if (values['ready-file'] !== undefined) announce(values['ready-file'], simulator);
  } catch (error) {
    await simulator.close();
    throw error;
  }
  process.stdout.write(greeting(simulator, values.github === true));
}

/** Appears under its name only when it is complete. */
function announce(path: string, { url, token }: Simulator): void {
  writeFileSync(`${path}.part`, `${JSON.stringify({ url, token })}\n`);
  renameSync(`${path}.part`, path);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

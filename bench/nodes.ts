/** The Node binaries to measure on: 24, which action.yml names, and 20, the oldest for contributors. */
import { execFileSync } from 'node:child_process';
import type { Report } from './report.js';

export interface NodeBinary {
  readonly name: string;
  readonly path: string;
}

const MAJORS = ['20', '24'] as const;

/** Those that are there; what is not is reported as skipped. */
export function findNodes(report: Report): NodeBinary[] {
  return MAJORS.flatMap((major) => {
    try {
      return [major === process.versions.node.split('.')[0] ? present() : fetched(major)];
    } catch (error) {
      report.skipped(
        `Node ${major}`,
        error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
      );
      return [];
    }
  });
}

/** The runtime that action.yml names, where it can be had; else the present one, loudly. */
export function actionsNode(report: Report): NodeBinary {
  try {
    return process.versions.node.startsWith('24.') ? present() : fetched('24');
  } catch (error) {
    report.skipped(
      'Node 24',
      `${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}; Node ${process.versions.node} stands in for it`,
    );
    return present();
  }
}

function present(): NodeBinary {
  return { name: `Node ${process.versions.node}`, path: process.execPath };
}

/** The npm package `node` carries the binary; its install script unpacks it. */
function fetched(major: string): NodeBinary {
  const ask = [
    '-y',
    '--ignore-scripts=false',
    '-p',
    `node@${major}`,
    'node',
    '-p',
    'JSON.stringify([process.versions.node, process.execPath])',
  ];
  const windows = process.platform === 'win32';
  const said = execFileSync(windows ? 'npx.cmd' : 'npx', ask, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: windows,
    timeout: 120_000,
  });
  const [version, path] = JSON.parse(said.trim().split('\n').at(-1) ?? '') as [string, string];
  if (version.split('.')[0] !== major) throw new Error(`asked for Node ${major}, got ${version}`);
  return { name: `Node ${version}`, path };
}

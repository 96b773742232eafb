/**
 * What a step sent, logged and wrote, as one readable text in which everything that differs between
 * two runs has a name instead. `transcripts/` has the expected ones; `UPDATE_TRANSCRIPTS=1` with the
 * command of the test writes them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { StepResult } from '../../scripts/run-action.js';
import type { RecordedRequest } from '../../simulator/index.js';
import type { Inputs } from '../support/step.js';

const FOLDER = fileURLToPath(new URL('transcripts/', import.meta.url));

export interface Played {
  readonly inputs: Inputs;
  readonly result: StepResult;
  /** Those of this step, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
}

/** Compares what was played with the transcript of that name. */
export function expectTranscript(name: string, steps: readonly Played[]): void {
  const file = `${FOLDER}${name.replace(/\W+/g, '-')}.txt`;
  const transcript = `${normalized(steps.map(render).join('\n\n'))}\n`;
  if (process.env.UPDATE_TRANSCRIPTS) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, transcript);
  }
  const expected = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
  expect(transcript).toBe(expected);
}

function render({ inputs, result, requests }: Played): string {
  const given = Object.entries(inputs).map(([name, value]) => `${name}: ${value || '(empty)'}`);
  const outputs = Object.entries(result.outputs).map(([name, value]) => `${name}=${value}`);
  return [
    section('with', given),
    section('requests', withoutRepeats(inOrder(requests).map(requestLine))),
    section('log', withoutRepeats(result.log.filter((line) => !line.startsWith('::debug::')))),
    section('outputs', outputs),
    section('summary', [result.summary.trimEnd()]),
    `exit ${result.exitCode}`,
  ].join('\n\n');
}

function section(name: string, lines: readonly string[]): string {
  return [`--- ${name}`, ...lines].join('\n');
}

function requestLine({ method, path, body, outcome }: RecordedRequest): string {
  const sent = body === undefined ? '' : ` ${JSON.stringify(body)}`;
  return `${method} ${path}${sent} -> ${outcome?.status ?? outcome?.kind ?? 'nothing'}`;
}

/** Creates of a fleet overlap: which arrives first is not decided by the action. */
function inOrder(requests: readonly RecordedRequest[]): RecordedRequest[] {
  const isCreate = ({ method, path }: RecordedRequest): boolean =>
    method === 'POST' && path === '/backups/';
  return [...requests].sort((a, b) =>
    isCreate(a) && isCreate(b) ? JSON.stringify(a.body).localeCompare(JSON.stringify(b.body)) : 0,
  );
}

/** How often a wait polls depends on the machine. */
function withoutRepeats(lines: readonly string[]): string[] {
  return lines.filter((line, at) => normalized(line) !== normalized(lines[at - 1] ?? ''));
}

/** What differs between runs, and what stands for it. Keys are numbered as they appear. */
function normalized(text: string): string {
  const keys = [
    ...new Set([...text.matchAll(/key=([0-9a-f]{12})/g)].map((match) => match[1] ?? '')),
  ];
  return text
    .replace(/key=([0-9a-f]{12})/g, (_, key: string) => `key=<key ${keys.indexOf(key) + 1}>`)
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g, '<time>')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/g, '<time>')
    .replace(/\d+s(?= (ago|old)\b)/g, '<seconds>')
    .replace(/(?<=\b(for|after) )\d+s\b/g, '<seconds>')
    .replace(/(?<=\| )\d+s(?= \|)/g, '<seconds>')
    .replace(/(?<=^duration_seconds=)\d+$/gm, '<seconds>')
    .replace(/(?<="age_seconds":)\d+/g, '<seconds>');
}

import type { Dialect } from './dialect/index.js';
import { isTurn, matches } from './fault-schedule.js';
import type { FaultMatcher, Nth, PlainFaultRule } from './faults.js';
import type { Call } from './protocol.js';
import type { Backup, BackupSeed, ServerSeed } from './rows.js';
import type { Occupation } from './servers.js';
import type { VpsOrg } from './vps-org.js';

/** A backup by its id, or by its age among those of a server (default: of all servers). */
export type BackupChoice = number | { age: 'newest' | 'oldest'; server_id?: number };

/** What a second actor does at VPS.org. Plain JSON. */
export type Change =
  | { kind: 'add backup'; seed?: BackupSeed }
  /** Manual backups until the server has no free slot. */
  | { kind: 'fill server'; server_id: number }
  | { kind: 'remove backup'; backup: BackupChoice }
  | { kind: 'update backup'; backup: BackupChoice; change: Partial<Omit<Backup, 'id'>> }
  | { kind: 'restore'; server_id: number; occupation?: Occupation }
  | { kind: 'update server'; server_id: number; change: Partial<Omit<ServerSeed, 'id'>> }
  /** VPS.org itself behaves differently from now on. */
  | { kind: 'dialect'; change: Partial<Dialect> };

/** A time after the script was added; or a request, before (default) or after it is carried out. */
export type When =
  | { afterMs: number }
  | { on: FaultMatcher; nth?: Nth; moment?: 'before' | 'after' };

/** What a second actor does, and when. `nth` counts the matching requests from 1; default: each. */
export interface ScriptedChange {
  when: When;
  change: Change | ((vps: VpsOrg) => void);
}

/** A scripted change that survives JSON. */
export interface PlainScriptedChange extends ScriptedChange {
  when: { afterMs: number } | (Exclude<When, { afterMs: number }> & Pick<PlainFaultRule, 'on'>);
  change: Change;
}

type AtRequest = Exclude<When, { afterMs: number }>;

/** Plays a second actor: changes at set times, and at set requests. */
export class Script {
  private readonly entries: { when: AtRequest; change: ScriptedChange['change']; seen: number }[] =
    [];

  constructor(private readonly vps: VpsOrg) {}

  add(...changes: readonly ScriptedChange[]): void {
    for (const { when, change } of changes) {
      if ('afterMs' in when) this.vps.at(this.vps.now() + when.afterMs, () => this.make(change));
      else this.entries.push({ when, change, seen: 0 });
    }
  }

  /** To be called as a request arrives; the function that it returns, once it is carried out. */
  onRequest(call: Call): () => void {
    const due = this.entries.filter((entry) => {
      if (!matches(entry.when, call)) return false;
      entry.seen += 1;
      return isTurn(entry.when.nth, entry.seen);
    });
    const later = due.filter(({ when }) => when.moment === 'after');
    for (const entry of due) if (!later.includes(entry)) this.make(entry.change);
    return () => {
      for (const { change } of later) this.make(change);
    };
  }

  private make(change: ScriptedChange['change']): void {
    if (typeof change === 'function') change(this.vps);
    else makeChange(this.vps, change);
  }
}

function makeChange(vps: VpsOrg, change: Change): void {
  switch (change.kind) {
    case 'add backup':
      vps.addBackup(change.seed);
      return;
    case 'fill server':
      fillServer(vps, change.server_id);
      return;
    case 'remove backup':
      onChosen(vps, change.backup, (id) => vps.removeBackup(id));
      return;
    case 'update backup':
      onChosen(vps, change.backup, (id) => vps.updateBackup(id, change.change));
      return;
    case 'restore':
      vps.occupyServer(change.server_id, change.occupation);
      return;
    case 'update server':
      vps.updateServer(change.server_id, change.change);
      return;
    case 'dialect':
      Object.assign(vps.dialect, change.change);
  }
}

function fillServer(vps: VpsOrg, server_id: number): void {
  const description = 'Made by hand';
  while (vps.manualCount(server_id) < vps.manualLimit) vps.addBackup({ server_id, description });
}

/** Nothing happens where there is no such backup (any more). */
function onChosen(vps: VpsOrg, choice: BackupChoice, act: (id: number) => void): void {
  const { backups } = vps;
  if (typeof choice === 'number') {
    if (backups.some(({ id }) => id === choice)) act(choice);
    return;
  }
  const { age, server_id } = choice;
  const byAge = backups
    .filter((one) => server_id === undefined || one.server_id === server_id)
    .sort((a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? '') || a.id - b.id);
  const chosen = byAge.at(age === 'newest' ? -1 : 0);
  if (chosen) act(chosen.id);
}

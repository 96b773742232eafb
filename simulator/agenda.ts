interface Task {
  at: number;
  run: () => void;
}

/**
 * What is to happen later. Nothing runs by itself: whoever is about to read or change something runs first
 * what has become due, and each task sees the time for which it was set.
 */
export class Agenda {
  private readonly tasks: Task[] = [];
  private actingAt: number | null = null;

  constructor(private readonly clock: () => number) {}

  /** The time; while a task runs, the time for which it was set. */
  now(): number {
    return this.actingAt ?? this.clock();
  }

  add(at: number, run: () => void): void {
    this.tasks.push({ at, run });
    this.tasks.sort((a, b) => a.at - b.at);
  }

  /** Runs what is due, in order of time. */
  catchUp(): void {
    if (this.actingAt !== null) return;
    for (let task = this.nextDue(); task !== undefined; task = this.nextDue()) {
      this.actingAt = task.at;
      try {
        task.run();
      } finally {
        this.actingAt = null;
      }
    }
  }

  private nextDue(): Task | undefined {
    const [first] = this.tasks;
    return first !== undefined && first.at <= this.clock() ? this.tasks.shift() : undefined;
  }
}

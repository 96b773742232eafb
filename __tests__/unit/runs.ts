/** How many random cases a property is tried on: a twentieth while mutants are tested, for each of them runs the properties again. */
export function runs(count: number): number {
  return process.env.STRYKER_MUTATOR_WORKER === undefined ? count : Math.ceil(count / 20);
}

/** Prints, as a JSON array, each error that the scenarios of the documentation's tests bring about. A process of its own, for `npm run stats`. */
type Scenarios = Readonly<Record<string, () => Promise<string>>>;

const SCENARIOS = new URL('../../__tests__/docs/failures.ts', import.meta.url);

const { failures } = (await import(SCENARIOS.href)) as { readonly failures: Scenarios };
const messages: string[] = [];
for (const produce of Object.values(failures)) messages.push(await produce());
process.stdout.write(JSON.stringify(messages));

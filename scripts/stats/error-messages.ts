/** Prints, as a JSON array, each error that the situations of the documentation's tests bring about. A process of its own, for `npm run stats`. */
type Situations = Readonly<Record<string, () => Promise<string>>>;

const SITUATIONS = new URL('../../__tests__/docs/failures.ts', import.meta.url);

const { tables } = (await import(SITUATIONS.href)) as {
  readonly tables: Readonly<Record<string, Situations>>;
};
const messages: string[] = [];
for (const situations of Object.values(tables)) {
  for (const produce of Object.values(situations)) messages.push(await produce());
}
process.stdout.write(JSON.stringify(messages));

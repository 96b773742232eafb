/** Takes the built bundle apart by the comments that webpack leaves in it. Pure. */

export interface Part {
  /** The module's path, or `external "name"`, or a number for a CommonJS module. */
  readonly module: string;
  readonly bytes: number;
}

const CONCATENATED = /^ *\/\*! CONCATENATED MODULE: (.*?) \*\//.source;
const COMMON_JS = /^ {4}(\d+): \((?=\()/.source;
const END_OF_COMMON_JS = /^ {4}\}\)\n\};$/.source;
const MARK = new RegExp(`${CONCATENATED}|${COMMON_JS}|${END_OF_COMMON_JS}`, 'gm');

/** Each module with the bytes from its comment to the next; what stands before the first and after the CommonJS ones is `webpack`. */
export function partsOf(bundle: string): Part[] {
  const marks = [...bundle.matchAll(MARK)].map((match) => ({
    at: match.index,
    module: match[1] ?? match[2] ?? 'webpack',
  }));
  return [{ at: 0, module: 'webpack' }, ...marks].map(({ at, module }, index, all) => {
    const end = all[index + 1]?.at ?? marks[index]?.at ?? bundle.length;
    return {
      module,
      bytes: Buffer.byteLength(bundle.slice(at, index === marks.length ? bundle.length : end)),
    };
  });
}

/** The package that a module belongs to. */
export function packageOf(module: string, commonJs: ReadonlyMap<string, string>): string {
  if (module.startsWith('external ')) return "Node's own";
  if (module.startsWith('./src/')) return 'this action';
  const within = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
  return within ?? commonJs.get(module) ?? module;
}

/** What numbers stand for CommonJS modules that only hand on one of Node's own. */
export function externalsIn(bundle: string): Map<string, string> {
  const found = bundle.matchAll(
    /^ {4}(\d+): \(\(module\)=>\{\n +module\.exports = __WEBPACK_EXTERNAL_createRequire\(import\.meta\.url\)\("/gm,
  );
  return new Map([...found].map((match) => [match[1] ?? '', "Node's own"]));
}

/** The paths of modules that bear numbers, by the comments where they are imported. */
export function numberedModules(bundle: string): Map<string, string> {
  const found = bundle.matchAll(
    /\/\*! EXTERNAL MODULE: (\S+) \*\/ var \w+ = (?:\/\*#__PURE__\*\/ ?)?\w+_require__(?:\.\w+)?\((\d+)\)/g,
  );
  return new Map([...found].map(([, path = '', id = '']) => [id, path]));
}

/** The text with a call before each module's own code, so that a run says what each takes to load. */
export function instrumented(bundle: string, prelude: string): string {
  const [first = '', ...rest] = bundle.split('\n');
  const body = rest
    .join('\n')
    .replace(
      new RegExp(CONCATENATED, 'gm'),
      (_, module: string) => `;__enter(${JSON.stringify(module)});`,
    )
    .replace(
      /^ {4}(\d+): \(\(.*=>\{$/gm,
      (start, id: string) => `${start}__enter(${JSON.stringify(id)});`,
    )
    .replaceAll(
      '__WEBPACK_EXTERNAL_createRequire(import.meta.url)(',
      '__external(__WEBPACK_EXTERNAL_createRequire(import.meta.url), ',
    )
    .replace(/^(?=main\(\w+\.signal\))/m, ';__loaded();');
  return `${first}\n${prelude}\n${body}`;
}

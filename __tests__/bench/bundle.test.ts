import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  externalsIn,
  instrumented,
  numberedModules,
  packageOf,
  partsOf,
} from '../../bench/bundle-parts.js';

const BUNDLE = `import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_modules__ = {
    770: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");
    }),
    934: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        const pipe = 1;
    })
};
/*! EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs */ var dist = __nccwpck_require__(934);
/*! EXTERNAL MODULE: ./node_modules/tunnel/index.js */ var tunnel = /*#__PURE__*/ __nccwpck_require__.n(770);
/*! CONCATENATED MODULE: ./src/clock.ts */ const clock = {
    now: 1
};
/*! CONCATENATED MODULE: ./node_modules/@scope/name/lib/index.js */ const name = 'ä';
`;

test('the parts are all of the bundle, byte by byte', () => {
  const parts = partsOf(BUNDLE);
  expect(parts.map((part) => part.module)).toEqual([
    'webpack',
    '770',
    '934',
    'webpack',
    './src/clock.ts',
    './node_modules/@scope/name/lib/index.js',
  ]);
  expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(Buffer.byteLength(BUNDLE));
});

test('the parts of the built bundle are all of it', () => {
  const built = readFileSync('dist/index.js', 'utf8');
  expect(partsOf(built).reduce((sum, part) => sum + part.bytes, 0)).toBe(Buffer.byteLength(built));
});

test.each([
  ['./src/clock.ts', 'this action'],
  ['./node_modules/valibot/dist/index.mjs', 'valibot'],
  [
    './node_modules/@actions/github/node_modules/@actions/http-client/lib/index.js',
    '@actions/http-client',
  ],
  ['external "node:http"', "Node's own"],
  ['770', "Node's own"],
  ['218', 'tunnel'],
])('%s belongs to %s', (module, name) => {
  expect(packageOf(module, new Map([...externalsIn(BUNDLE), ['218', 'tunnel']]))).toBe(name);
});

test('modules that bear numbers are named where they are imported', () => {
  expect([...numberedModules(BUNDLE)]).toEqual([
    ['934', './node_modules/valibot/dist/index.mjs'],
    ['770', './node_modules/tunnel/index.js'],
  ]);
});

test('the instrumented bundle marks each module, and times what it takes of Node', () => {
  const text = instrumented(BUNDLE, '/* prelude */');
  expect(text).toContain(';__enter("./src/clock.ts"); const clock = {');
  expect(text).toContain('__nccwpck_require__)=>{__enter("934");');
  expect(text).toContain('__external(__WEBPACK_EXTERNAL_createRequire(import.meta.url), "net")');
});

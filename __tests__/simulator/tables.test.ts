import { expect, test } from '@jest/globals';
import * as simulator from '../../simulator/index.js';

const tables = Object.entries(simulator).filter(([name]) => name.endsWith('Dialects'));

test('there is a table for each kind of dialect', () => {
  expect(tables.map(([name]) => name).sort()).toEqual([
    'acceptanceDialects',
    'cachedDialects',
    'connectionDialects',
    'deletionDialects',
    'dubiousCreateDialects',
    'dubiousRestoreDialects',
    'harmlessDialects',
    'incompleteDialects',
    'lateListingDialects',
    'limitDialects',
    'limiterDialects',
    'lockDialects',
    'otherRefusalDialects',
    'pagedSignDialects',
    'spellingDialects',
    'unreadableEncodingDialects',
    'unreliableBackupDialects',
    'untrustedDateDialects',
  ]);
});

test.each(tables)('%s is plain JSON, of fields that exist', (_name, table) => {
  expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  for (const dialect of Object.values(table))
    for (const field of Object.keys(dialect)) expect(simulator.plainDialect).toHaveProperty(field);
});

test('the plain dialect and the courses of restores are plain JSON', () => {
  for (const value of [simulator.plainDialect, simulator.restoreCourses])
    expect(JSON.parse(JSON.stringify(value))).toEqual(value);
});

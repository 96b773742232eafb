/** Dialects by name and kind, for `test.each` and random choice. */
export * from './change-tables.js';
export * from './harmless.js';
export * from './list-tables.js';
export * from './refusal-tables.js';
export * from './restore-courses.js';
export * from './transport-tables.js';

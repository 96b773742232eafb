export * from './harmless.js';

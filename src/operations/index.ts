/** The operation for each value of the input `operation`. */
import { check } from './check.js';
import type { Operations } from './context.js';
import { create } from './create.js';
import { deleteBackups } from './delete.js';
import { list } from './list.js';
import { prune } from './prune.js';
import { restore } from './restore.js';
import { wait } from './wait.js';

export const OPERATIONS: Operations = {
  create,
  list,
  wait,
  restore,
  delete: deleteBackups,
  prune,
  check,
};

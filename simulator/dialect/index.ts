import { type ChangeDialect, plainChanges } from './changes.js';
import { type ListDialect, plainLists } from './lists.js';
import { plainRows, type RowDialect } from './rows.js';
import { plainTransport, type TransportDialect } from './transport.js';

export type * from './changes.js';
export type * from './errors.js';
export type * from './lists.js';
export type * from './rows.js';
export type * from './transport.js';

/** How this VPS.org differs from the documented one, or fills in what is not documented. Plain JSON. */
export interface Dialect extends ListDialect, RowDialect, ChangeDialect, TransportDialect {}

/** The API as documented; where it is silent, the plainest answer. */
export const plainDialect: Dialect = {
  ...plainLists,
  ...plainRows,
  ...plainChanges,
  ...plainTransport,
};

/** How a date is written. `no zone` leaves out the `Z`; `null` and `missing` hold for `created_at` only. */
export type DateStyle =
  | 'Z'
  | '+00:00'
  | '+02:00'
  | '-05:30'
  | 'fractions'
  | 'no zone'
  | 'null'
  | 'missing';

/** How `status` and `backup_type` are spelled. */
export type Spelling = 'documented' | 'capitalized' | 'upper case' | 'trailing space';

/**
 * How rows are written. The simulator keeps true times, by the injected clock; a dialect changes only what
 * answers show. Dates that a test seeds in another form than `2025-01-16T03:00:00Z`, or before the year 2000,
 * are shown as they are.
 */
export interface RowDialect {
  /** Every id in an answer is a string. */
  idsAsStrings: boolean;
  /**
   * `size_mb` and `expires_at` are always null or always missing; so is a `description` that is empty
   * (to lose the others, there is `dropDescription`). Null: as documented.
   */
  nulls: 'null' | 'missing' | null;
  /** Rows and lists carry undocumented fields. */
  extraFields: boolean;
  /** How a backup names its server: `{id, name}`, `server: 12345`, `server_id: 12345`, null or not at all. */
  serverField: 'object' | 'id' | 'server_id' | 'null' | 'missing';
  spelling: Spelling;
  /** How far the API's clock is ahead of the injected one: `Date` and all dates shift together. */
  clockSkewMs: number;
  /** Whether answers carry `Date`. */
  dateHeader: boolean;
  /** How far the host that stamps rows is ahead of the API's clock. */
  createdAtSkewMs: number;
  /** Dates are local time, though labelled `Z`: how far it is ahead of UTC. */
  localDates: number;
  dateStyle: DateStyle;
  /** UTF-16 units to which a description is cut when stored. Seeds are stored as they are. */
  truncateDescriptionAt: number | null;
  /** Stored behind a description, cut or not. */
  appendToDescription: string;
  /** A trailing `[...]` of a description is not stored. */
  stripMarker: boolean;
  /** Descriptions are not stored at all. */
  dropDescription: boolean;
}

export const plainRows: RowDialect = {
  idsAsStrings: false,
  nulls: null,
  extraFields: false,
  serverField: 'object',
  spelling: 'documented',
  clockSkewMs: 0,
  dateHeader: true,
  createdAtSkewMs: 0,
  localDates: 0,
  dateStyle: 'Z',
  truncateDescriptionAt: null,
  appendToDescription: '',
  stripMarker: false,
  dropDescription: false,
};

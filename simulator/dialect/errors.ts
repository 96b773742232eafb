/** The ways in which an API may word an error. */
export type ErrorShape =
  | 'detail'
  | 'message'
  | 'error'
  | 'errors'
  | 'fields'
  | 'text'
  | 'html'
  | 'empty';

/** A body for an error: which shape and, where the usual text does not fit, which words. */
export interface ErrorBody {
  shape: ErrorShape;
  text?: string;
  /** With the shape `fields`: the field that is at fault. Default `non_field_errors`. */
  field?: string;
}

/** An answer given on purpose: a status and an error body. */
export interface ErrorAnswer extends ErrorBody {
  status: number;
  headers?: Record<string, string>;
}

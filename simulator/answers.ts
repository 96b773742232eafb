import type { BareAnswer, ErrorAnswer, ErrorBody } from './dialect/index.js';
import type { Answer } from './protocol.js';

const JSON_TYPE = 'application/json';

/** An answer with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  };
}

/** An answer with any body; an empty one has no type. */
export function raw(status: number, body: string, contentType = JSON_TYPE): Answer {
  return {
    kind: 'answer',
    status,
    headers: body === '' ? {} : { 'content-type': contentType },
    body,
  };
}

/** A page such as a proxy or a log-in wall shows. */
export function htmlPage(title: string): string {
  return `<!doctype html>\n<html>\n<head><title>${title}</title></head>\n<body><h1>${title}</h1></body>\n</html>\n`;
}

/** An error in one of the shapes in which an API may word it. */
export function errorAnswer(
  status: number,
  body: ErrorBody,
  usualText = `Error ${status}`,
): Answer {
  const text = body.text ?? usualText;
  switch (body.shape) {
    case 'detail':
    case 'message':
    case 'error':
      return json(status, { [body.shape]: text });
    case 'errors':
      return json(status, { errors: [text] });
    case 'fields':
      return json(status, { [body.field ?? 'non_field_errors']: [text] });
    case 'text':
      return raw(status, text, 'text/plain; charset=utf-8');
    case 'html':
      return raw(status, htmlPage(text), 'text/html; charset=utf-8');
    case 'empty':
      return raw(status, '');
  }
}

/** An answer of a dialect, with its headers. */
export function refusal(answer: ErrorAnswer, usualText?: string): Answer {
  return withHeaders(errorAnswer(answer.status, answer, usualText), answer.headers);
}

/** The answer with more headers; their names in any case. */
export function withHeaders(answer: Answer, headers: Record<string, string> = {}): Answer {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(named) } };
}

/** An error as Django REST framework words most of them. */
export function detail(status: number, text: string): Answer {
  return json(status, { detail: text });
}

const NO = 'The operation could not be performed.';

/** A 2xx that shows no row. */
export function bareAnswer(name: BareAnswer): Answer {
  const [code = '', what] = name.split(/ (.*)/);
  const status = Number(code);
  switch (what) {
    case 'accepted':
      return json(status, { status: 'accepted' });
    case 'queued':
      return json(status, { status: 'queued' });
    case 'task':
      return json(status, { task_id: '8d7f0c52-5d0e-4d0a-9f0b-3f1d2c7a9e10' });
    case 'success false':
      return json(status, { success: false, message: NO });
    case 'status error':
      return json(status, { status: 'error', message: NO });
    default:
      return raw(status, '');
  }
}

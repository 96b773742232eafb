import type { ErrorBody } from './dialect.js';
import type { Answer } from './protocol.js';

const JSON_TYPE = 'application/json';

/** An answer with a JSON body. */
export function json(status: number, body: unknown): Answer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': JSON_TYPE },
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
      return json(status, { non_field_errors: [text] });
    case 'text':
      return raw(status, text, 'text/plain; charset=utf-8');
    case 'html':
      return raw(status, htmlPage(text), 'text/html; charset=utf-8');
    case 'empty':
      return raw(status, '');
  }
}

/** An error as Django REST framework words most of them. */
export function detail(status: number, text: string): Answer {
  return json(status, { detail: text });
}

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Dialect, EncodingName } from './dialect/index.js';
import type { Answer, Call } from './protocol.js';

const labels: Readonly<Record<EncodingName, string>> = {
  gzip: 'gzip',
  'broken gzip': 'gzip',
  'gzip in name only': 'gzip',
  deflate: 'deflate',
  br: 'br',
};

type Encodable = Pick<Answer, 'headers' | 'body' | 'encoding'>;

/** The answer, labelled as encoded; its body stays text, and `bytesOf` encodes it. */
export function encoded<T extends Encodable>(answer: T, encoding: EncodingName): T {
  if (answer.body === '' || answer.encoding !== undefined) return answer;
  const headers = { ...answer.headers, 'content-encoding': labels[encoding] };
  return { ...answer, headers, encoding };
}

/** The encoding that the dialect has for the answer to this request. */
export function encodingFor(call: Call, { encoding }: Dialect): EncodingName | null {
  if (encoding === 'identity') return null;
  if (encoding !== 'gzip where asked') return encoding;
  return /\bgzip\b/i.test(call.headers['accept-encoding'] ?? '') ? 'gzip' : null;
}

/** The body as it travels. */
export function bytesOf({ body, encoding }: Pick<Answer, 'body' | 'encoding'>): Buffer {
  const plain = Buffer.from(body);
  switch (encoding) {
    case 'gzip':
      return gzipSync(plain);
    case 'broken gzip': {
      const bytes = gzipSync(plain);
      return bytes.subarray(0, Math.floor(bytes.length / 2));
    }
    case 'deflate':
      return deflateSync(plain);
    case 'br':
      return brotliCompressSync(plain);
    default:
      return plain;
  }
}

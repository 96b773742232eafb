// The floor under a fleet: one list, then a POST for each server, 4 in flight. It waits for nothing.
import http from 'node:http';
import https from 'node:https';

const { BENCH_URL, BENCH_TOKEN, BENCH_FIRST, BENCH_COUNT, BENCH_KEEP_ALIVE = 'true' } = process.env;
const client = BENCH_URL.startsWith('https:') ? https : http;
const kept = new client.Agent({ keepAlive: true, maxSockets: 4 });
// `false`: a connection of its own for each request.
const agent = BENCH_KEEP_ALIVE === 'true' ? kept : false;
const headers = {
  authorization: `Bearer ${BENCH_TOKEN}`,
  'content-type': 'application/json',
  'user-agent': 'bench-posts',
};

function send(method, path, body) {
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: method === 'GET' ? kept : agent };
    const sent = client.request(BENCH_URL + path, options, (answer) => {
      answer
        .resume()
        .on('end', () =>
          answer.statusCode < 300 ? resolve() : reject(new Error(`${method} ${answer.statusCode}`)),
        );
    });
    sent.on('error', reject).end(body && JSON.stringify(body));
  });
}

await send('GET', '/backups/');
const ids = Array.from({ length: Number(BENCH_COUNT) }, (_, index) => Number(BENCH_FIRST) + index);
async function worker() {
  for (let id = ids.shift(); id !== undefined; id = ids.shift())
    await send('POST', '/backups/', { server_id: id, description: 'Before a deploy' });
}
await Promise.all([worker(), worker(), worker(), worker()]);
kept.destroy();

// The floor under a fleet: one list, then a POST for each server, 4 in flight. It waits for nothing.
import { Agent, request } from 'node:http';

const { BENCH_URL, BENCH_TOKEN, BENCH_FIRST, BENCH_COUNT } = process.env;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const headers = {
  authorization: `Bearer ${BENCH_TOKEN}`,
  'content-type': 'application/json',
  'user-agent': 'bench-posts',
};

function send(method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request(BENCH_URL + path, { method, headers, agent }, (answer) => {
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
await Promise.all(
  ids.map((id) => send('POST', '/backups/', { server_id: id, description: 'Before a deploy' })),
);
agent.destroy();

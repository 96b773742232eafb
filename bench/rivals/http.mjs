// The least code for the action's two requests: node:http, one connection, no checks beyond the status.
import { Agent, request } from 'node:http';

const { BENCH_URL, BENCH_TOKEN, BENCH_SERVER } = process.env;
const agent = new Agent({ keepAlive: true });
const headers = {
  authorization: `Bearer ${BENCH_TOKEN}`,
  'content-type': 'application/json',
  'user-agent': 'bench-http',
};

function send(method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request(BENCH_URL + path, { method, headers, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, json: JSON.parse(text) }));
    });
    sent.on('error', reject).end(body && JSON.stringify(body));
  });
}

const list = await send('GET', `/backups/?server_id=${BENCH_SERVER}`);
const made = await send('POST', '/backups/', {
  server_id: Number(BENCH_SERVER),
  description: 'Before a deploy',
});
agent.destroy();
if (list.status !== 200 || made.status !== 201) process.exitCode = 1;
console.log(made.json.id);

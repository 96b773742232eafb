// The action's two requests with the built-in fetch.
const { BENCH_URL, BENCH_TOKEN, BENCH_SERVER } = process.env;
const headers = {
  authorization: `Bearer ${BENCH_TOKEN}`,
  'content-type': 'application/json',
  'user-agent': 'bench-fetch',
};

const list = await fetch(`${BENCH_URL}/backups/?server_id=${BENCH_SERVER}`, { headers });
await list.json();
const body = JSON.stringify({ server_id: Number(BENCH_SERVER), description: 'Before a deploy' });
const made = await fetch(`${BENCH_URL}/backups/`, { method: 'POST', headers, body });
if (list.status !== 200 || made.status !== 201) process.exitCode = 1;
console.log((await made.json()).id);

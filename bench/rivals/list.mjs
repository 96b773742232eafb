// The floor under a long list: node:http gets it, page by page, and parses it. Nothing is checked, sorted or written.
import { Agent, get } from 'node:http';

const { BENCH_URL, BENCH_TOKEN } = process.env;
const agent = new Agent({ keepAlive: true });
const headers = {
  authorization: `Bearer ${BENCH_TOKEN}`,
  'content-type': 'application/json',
  'user-agent': 'bench-list',
};

function page(url) {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    }).on('error', reject);
  });
}

const rows = [];
for (let url = `${BENCH_URL}/backups/`; url; ) {
  const { results, next } = await page(url);
  rows.push(...results);
  url = next ?? null;
}
agent.destroy();
console.log(rows.length);

import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { manyPeople, startGoogle } from './start.ts';

/**
 * How much the stand-in itself takes: `tsx demo/google/ceiling.ts [sends] [local|away|light]`. Raw HTTP with
 * kept connections, 20 sends in flight over 200 mailboxes, from a process of its own, to recipients that are local
 * (each send is stored twice) or away (stored once), or from mailboxes in mode `light` (stored nowhere). Prints one JSON line for every fifth of the sends.
 */
type Load = { url: string; tokens: string[]; from: number; count: number; away: boolean; inFlight: number };

const sends = Number(process.argv[2] ?? 20_000);
const away = process.argv[3] === 'away';
const light = process.argv[3] === 'light';

if (process.send === undefined) await measure();
else
  process.once(
    'message',
    (load: Load) => void run(load).then((seconds) => process.send?.(seconds, () => process.exit(0))),
  );

async function measure(): Promise<void> {
  const google = await startGoogle();
  const people = google.addPeople(manyPeople(200, { light }));
  const scope = 'https://www.googleapis.com/auth/gmail.send';
  const tokens = people.map(({ email }) => google.issueTokens(email, [scope]).accessToken);
  const step = Math.ceil(sends / 5);
  for (let from = 0; from < sends; from += step) {
    const cpu = process.cpuUsage();
    const seconds = await inChild({ url: google.url, tokens, from, count: step, away, inFlight: 20 });
    globalThis.gc?.();
    const { user, system } = process.cpuUsage(cpu);
    console.log(
      JSON.stringify({
        sent: from + step,
        perSecond: Math.round(step / seconds),
        cpuMsPerSend: Math.round((user + system) / 10 / step) / 100,
        heapMb: Math.round(process.memoryUsage().heapUsed / 1e6),
      }),
    );
  }
  await google.close();
}

function inChild(load: Load): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2));
    child.once('message', (seconds) => resolve(Number(seconds)));
    child.once('exit', (code) => reject(new Error(`the client ended with ${code}`)));
    child.send(load);
  });
}

async function run({ url, tokens, from, count, away: elsewhere, inFlight }: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const { hostname, port } = new URL(url);
  const started = performance.now();
  let next = from;
  const sendOne = (i: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const to = elsewhere ? `c${i}@elsewhere.test` : `bench-${(i + 7) % tokens.length}@bench.test`;
      const mail = `From: x\r\nTo: ${to}\r\nSubject: Role ${i}\r\nX-Behalf-Id: ${i}\r\nContent-Type: text/html\r\n\r\n${'<p>Hello there.</p>'.repeat(60)}`;
      const body = JSON.stringify({ raw: Buffer.from(mail).toString('base64url') });
      const headers = {
        authorization: `Bearer ${tokens[i % tokens.length]}`,
        'content-type': 'application/json',
        'content-length': body.length,
      };
      const path = '/gmail/v1/users/me/messages/send';
      const call = request({ agent, hostname, port, path, method: 'POST', headers }, (response) => {
        response.resume();
        if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`));
        response.once('end', resolve);
      });
      call.once('error', reject);
      call.end(body);
    });
  const lane = async () => {
    while (next < from + count) await sendOne(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  agent.destroy();
  return (performance.now() - started) / 1000;
}

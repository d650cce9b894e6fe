import { Agent, request } from 'node:http';
import { rateOf } from './lanes.ts';

/** What a process that only asks is to ask, and what it found. */
export type Load = { port: number; paths: string[]; lanes: number; count: number; agent: string };
export type Loaded = { perSecond: number; took: number[]; failed: number };

/** Asks for paths over kept connections, each lane one after the other. */
export async function load({ port, paths, lanes, count, agent: userAgent }: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const took: number[] = [];
  let failed = 0;
  const get = (path: string) =>
    new Promise<void>((resolve, reject) => {
      const began = performance.now();
      const call = request(
        { agent, host: '127.0.0.1', port, path, headers: { 'user-agent': userAgent } },
        (response) => {
          response.resume();
          response.once('end', () => {
            took.push(performance.now() - began);
            if (response.statusCode !== 200 && response.statusCode !== 302) failed += 1;
            resolve();
          });
        },
      );
      call.once('error', reject);
      call.end();
    });
  const perSecond = await rateOf(lanes, count, (i) => get(paths[i % paths.length]!));
  agent.destroy();
  return { perSecond, took, failed };
}

// A process of its own, so that asking takes nothing from answering.
process.on('message', (message: Load) => {
  void load(message).then((loaded) => process.send!(loaded));
});

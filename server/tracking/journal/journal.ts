import * as fs from 'node:fs';
import { appendFile, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ArrivedHit } from '../record-hits.ts';
import { writeHit } from './hit-line.ts';
import { nextFileName } from './file-names.ts';

const [openFile, closeFile] = [promisify(fs.open), promisify(fs.close)];
const writeBytes = promisify(fs.write);

/** A new file of which each write ends on the disk: one call instead of two. */
const { O_APPEND, O_CREAT, O_DSYNC, O_EXCL, O_WRONLY } = fs.constants;
const appendAndSync = O_APPEND | O_CREAT | O_DSYNC | O_EXCL | O_WRONLY;

/** Hits that are on disk and not counted yet, in their order. Nothing is added to it any more. */
export type Segment = {
  hits: readonly ArrivedHit[];
  /** The first `count` of them are counted: whoever takes the file over after a kill goes on behind them. */
  mark(count: number): Promise<void>;
  /** All of them are counted. */
  remove(): Promise<void>;
};

type Waiting = { hit: ArrivedHit; resolve: () => void; reject: (fault: unknown) => void };
type OpenFile = { fd: number; path: string; hits: ArrivedHit[] };
/** One write after the other, to a file of its own. `afterwards`: what is to be done when none is under way. */
type Lane = { file: OpenFile | null; isBusy: boolean; afterwards: (() => Promise<void>)[] };

/** So many waits for the disk go on at once: what comes while one lasts need not wait for the whole of it. */
const atOnce = 2;

export type Journal = {
  /** Resolves when the hit is on disk: neither killing the process nor a power cut takes it away from then on. */
  append(hit: ArrivedHit): Promise<void>;
  /** What is on disk by now and was not taken before. */
  take(): Promise<Segment[]>;
  /** How many hits were not taken yet. */
  readonly size: number;
};

/**
 * Files in a folder that hits are written to before they are counted, one line each. What comes in one turn of the event
 * loop, and while the disk is waited for, is written together: the wait is shared by however many there are.
 */
export function createJournal(folder: string): Journal {
  const lanes = Array.from({ length: atOnce }, (): Lane => ({ file: null, isBusy: false, afterwards: [] }));
  const closed: Segment[] = [];
  let waiting: Waiting[] = [];
  let [notTaken, isArmed] = [0, false];

  /** Nothing more is written to a lane's file. */
  const close = async (lane: Lane): Promise<void> => {
    if (!lane.file) return;
    const { fd, path, hits } = lane.file;
    lane.file = null;
    closed.push(segmentOf(path, hits));
    await closeFile(fd).catch(() => {});
  };
  const write = async (lane: Lane, some: readonly Waiting[]): Promise<void> => {
    try {
      lane.file ??= await begin(folder, nextFileName());
      await writeWhole(lane.file.fd, some.map(({ hit }) => writeHit(hit)).join(''));
      for (const { hit, resolve } of some) {
        lane.file.hits.push(hit);
        resolve();
      }
    } catch (fault) {
      // Its last line may be torn: what comes next begins another file.
      await close(lane);
      notTaken -= some.length;
      for (const { reject } of some) reject(fault);
    }
  };
  const work = async (lane: Lane): Promise<void> => {
    lane.isBusy = true;
    while (waiting.length > 0 || lane.afterwards.length > 0) {
      for (const act of lane.afterwards.splice(0)) await act();
      const some = waiting;
      waiting = [];
      if (some.length > 0) await write(lane, some);
    }
    lane.isBusy = false;
  };
  const begins = () => {
    isArmed = false;
    const free = lanes.find(({ isBusy }) => !isBusy);
    if (free && waiting.length > 0) void work(free);
  };

  return {
    append: (hit) =>
      new Promise((resolve, reject) => {
        waiting.push({ hit, resolve, reject });
        notTaken += 1;
        if (isArmed) return;
        isArmed = true;
        setImmediate(begins);
      }),
    async take() {
      const closing = lanes.map(
        (lane) =>
          new Promise<void>((resolve) => {
            lane.afterwards.push(() => close(lane).then(resolve));
            if (!lane.isBusy) void work(lane);
          }),
      );
      await Promise.all(closing);
      const taken = closed.splice(0);
      for (const { hits } of taken) notTaken -= hits.length;
      return taken;
    },
    get size() {
      return notTaken;
    },
  };
}

/** A segment of a file that is complete. */
export const segmentOf = (path: string, hits: readonly ArrivedHit[]): Segment => ({
  hits,
  // Without it what follows is counted again after a kill, and found to be counted; a full disk is no reason to stop.
  // It begins a line of its own: that of a killed process may be torn.
  mark: (count) => appendFile(path, `\n= ${count}\n`).catch(() => {}),
  remove: () => rm(path, { force: true }),
});

async function begin(folder: string, name: string): Promise<OpenFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  const fd = await openFile(path, appendAndSync, 0o600);
  const directory = await open(folder, 'r');
  // The name, too, is to outlive a power cut.
  await directory.sync().finally(() => directory.close());
  return { fd, path, hits: [] };
}

/** By descriptor: a `FileHandle` takes three times as long for it. @throws also when the disk is full in the middle */
async function writeWhole(fd: number, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const { bytesWritten } = await writeBytes(fd, bytes);
  if (bytesWritten !== bytes.length) throw new Error('The disk took only a part of it.');
}

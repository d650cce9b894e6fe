import { livePort, type LiveMessage, type LiveTopic } from '../../shared/messages/live.ts';
import type { Port } from '../platform/runtime.ts';
import { classify, type From, type Surroundings } from './sender-class.ts';

type Parts = {
  surroundings: Surroundings;
  wait(milliseconds: number): Promise<void>;
  onFirst(): void;
  onLast(): void;
};

/** A batch under way changes many times a second; nobody reads that fast, and each change is read again (milliseconds). */
const pauseMs = 250;

/** The surfaces on screen. Each hears what changed, and nothing else: it reads for itself what it may see. */
export function createLivePorts({ surroundings, wait, onFirst, onLast }: Parts) {
  const ports = new Map<Port, From>();
  /** What changed while it was not known yet whose port it is: its surface may have read before. */
  const missed = new Map<Port, Set<LiveTopic>>();
  const saved = new Set<LiveTopic>();
  let resting: Promise<void> | undefined;
  const post = (changed: LiveTopic[]) => {
    for (const port of ports.keys()) tell(port, { changed });
    for (const topics of missed.values()) for (const topic of changed) topics.add(topic);
  };
  const rest = async () => {
    await wait(pauseMs);
    resting = undefined;
    if (saved.size === 0) return;
    post([...saved]);
    saved.clear();
    resting = rest();
  };
  const forget = (port: Port) => {
    missed.delete(port);
    if (ports.delete(port) && ports.size === 0) onLast();
  };
  return {
    accept: async (port: Port): Promise<void> => {
      let gone = false;
      port.onDisconnect(() => {
        gone = true;
        forget(port);
      });
      if (port.name !== livePort || !port.sender) return refuse(port);
      const changed = new Set<LiveTopic>();
      missed.set(port, changed);
      const from = await classify(port.sender, surroundings).finally(() => missed.delete(port));
      if (!from) return refuse(port);
      if (gone) return;
      ports.set(port, from);
      if (changed.size > 0) tell(port, { changed: [...changed] });
      if (ports.size === 1) onFirst();
    },
    /** The first change is told at once, those that follow on its heels together. */
    broadcast: (...changed: LiveTopic[]): void => {
      if (resting) return changed.forEach((topic) => saved.add(topic));
      post(changed);
      resting = rest();
    },
    /** Lets the pages of a site go that was switched off. */
    dropSite: (site: string): void => {
      for (const [port, from] of ports) {
        if (from.class !== 'content' || from.site !== site) continue;
        refuse(port);
        forget(port);
      }
    },
    any: () => ports.size > 0,
  };
}
const tell = (port: Port, message: LiveMessage) => port.post(message);

/** A page of a site where Behalf is off learns it as well when it was out of sight, or asleep, while that happened. */
function refuse(port: Port): void {
  tell(port, { off: true });
  port.disconnect();
}

export type LivePorts = ReturnType<typeof createLivePorts>;

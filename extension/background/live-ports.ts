import { livePort, type LiveMessage, type LiveTopic } from '../../shared/messages/live.ts';
import type { Port } from '../platform/runtime.ts';
import { classify, type From, type Surroundings } from './sender-class.ts';

type Parts = { surroundings: Surroundings; onFirst(): void; onLast(): void };

/** The surfaces on screen. Each hears what changed, and nothing else: it reads for itself what it may see. */
export function createLivePorts({ surroundings, onFirst, onLast }: Parts) {
  const ports = new Map<Port, From>();
  const forget = (port: Port) => {
    if (ports.delete(port) && ports.size === 0) onLast();
  };
  return {
    accept: async (port: Port): Promise<void> => {
      let gone = false;
      port.onDisconnect(() => {
        gone = true;
        forget(port);
      });
      const from = port.name === livePort && port.sender ? await classify(port.sender, surroundings) : null;
      if (!from) return port.disconnect();
      if (gone) return;
      ports.set(port, from);
      if (ports.size === 1) onFirst();
    },
    broadcast: (...changed: LiveTopic[]): void => {
      for (const port of ports.keys()) port.post({ changed } satisfies LiveMessage);
    },
    /** Ends the ports of a site that was switched off. */
    dropSite: (site: string): void => {
      for (const [port, from] of ports) {
        if (from.class !== 'content' || from.site !== site) continue;
        port.disconnect();
        forget(port);
      }
    },
    any: () => ports.size > 0,
  };
}
export type LivePorts = ReturnType<typeof createLivePorts>;

import { livePort, type LiveMessage, type LiveTopic } from '../../shared/messages/live.ts';
import type { Client } from '../ui/client.ts';
import type { Port, Runtime } from './runtime.ts';

/** Whether the document is on screen, and when that changes. */
export interface Visibility {
  visible(): boolean;
  onChange(listener: () => void): void;
}

type Parts = {
  runtime: Pick<Runtime, 'id' | 'connect'>;
  visibility: Visibility;
  wait(milliseconds: number): Promise<void>;
  /** Behalf was turned off here. */
  onOff?(): void;
};
type Listener = { topics: readonly LiveTopic[]; onChange: () => void };

const longestPauseMs = 30_000;

/**
 * Keeps one port to the worker open while somebody listens and the document is on screen. A port that was away may
 * have missed a change, so every listener reads again after a reconnect. `awake` says that the worker has answered
 * just now: then there is nothing to wait for.
 */
export function openLive({ runtime, visibility, wait, onOff }: Parts): {
  live: Client['live'];
  awake: () => void;
} {
  const listeners = new Set<Listener>();
  let port: Port | undefined;
  let wasConnected = false;
  let pauseMs = 1_000;
  let hurried = false;

  const wanted = () => listeners.size > 0 && visibility.visible() && runtime.id() !== undefined;
  const close = () => {
    port?.disconnect();
    port = undefined;
  };
  const connect = (newcomer?: Listener) => {
    if (port || !wanted()) return;
    const opened = runtime.connect(livePort);
    port = opened;
    opened.onMessage((message) => {
      pauseMs = 1_000;
      hurried = false;
      const told = message as LiveMessage;
      if ('off' in told) return onOff?.();
      const { changed } = told;
      for (const { topics, onChange } of [...listeners])
        if (changed.some((topic) => topics.includes(topic))) onChange();
    });
    opened.onDisconnect(() => {
      // A port we closed ourselves is already forgotten.
      if (port === opened) void reconnect();
    });
    // Who begins to listen now has missed nothing, and its caller is not ready to be told.
    if (wasConnected) for (const listener of [...listeners]) if (listener !== newcomer) listener.onChange();
    wasConnected = true;
  };
  const reconnect = async () => {
    port = undefined;
    const pause = pauseMs;
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    await wait(pause);
    hurried = false;
    connect();
  };
  const awake = () => {
    if (port || hurried) return;
    hurried = true;
    connect();
  };
  visibility.onChange(() => (visibility.visible() ? connect() : close()));

  const live: Client['live'] = (topics, onChange) => {
    const listener = { topics, onChange };
    listeners.add(listener);
    connect(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      close();
      wasConnected = false;
    };
  };
  return { live, awake };
}

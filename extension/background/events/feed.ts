import type { LiveEvent } from '../../../shared/api/events.ts';
import type { LiveTopic } from '../../../shared/messages/live.ts';
import type { StorageArea } from '../../platform/storage.ts';
import type { Api } from '../api-client.ts';
import { allTopics, topicsOf } from './topics.ts';

/** Where this member's feed stands. `seen` are the last cursors taken in, `todo` the events not told about yet. */
type FeedState = { cursor?: string; seen: string[]; todo: LiveEvent[] };

type Parts = {
  local: StorageArea;
  api: Pick<Api, 'events'>;
  signedIn(): Promise<boolean>;
  changed(topics: LiveTopic[]): Promise<void>;
  /** Prepares what to tell; false when that needs another try. Showing comes after, with `show`. */
  tell(event: LiveEvent): Promise<(() => Promise<void>) | 'later'>;
  onTaken(events: LiveEvent[]): Promise<void>;
};

const mostSeen = 500;
// More than a page of the server's: none of those that just came is dropped.
const mostTodo = 400;
const mostPages = 10;

/**
 * The one way in for events, whether an alarm or the socket brings them. An event is written down as told before it is
 * shown: a worker that stops in between shows it never rather than twice (the badge and the lists still do).
 */
export function createFeed({ local, api, signedIn, changed, tell, onTaken }: Parts) {
  let turn: Promise<unknown> = Promise.resolve();
  let polling: Promise<void> | undefined;
  // Each session has its own number: what an older one still has under way is dropped.
  let epoch = 0;
  const read = async (): Promise<FeedState> => (await local.get<FeedState>('feed')) ?? { seen: [], todo: [] };
  const write = (state: FeedState) => local.set('feed', state);
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const run = turn.then(act);
    turn = run.catch(() => undefined);
    return run;
  };

  const accept = (events: LiveEvent[], cursor: string, mine = epoch): Promise<void> =>
    inTurn(async () => {
      if (mine !== epoch) return;
      const state = await read();
      const fresh = events.filter((event) => !state.seen.includes(event.cursor));
      const topics = missed(state, fresh, cursor)
        ? allTopics
        : [...new Set(fresh.flatMap((event) => topicsOf(event.type)))];
      if (topics.length > 0) await changed(topics);
      const seen = [...state.seen, ...fresh.map((event) => event.cursor)].slice(-mostSeen);
      await write({ cursor, seen, todo: [...state.todo, ...fresh].slice(-mostTodo) });
      await tellTodo(mine);
      if (fresh.length > 0) await onTaken(fresh);
    });
  const tellTodo = async (mine: number) => {
    for (const event of (await read()).todo) {
      const show = await tell(event);
      if (mine !== epoch) return;
      if (show === 'later') continue;
      const state = await read();
      await write({ ...state, todo: state.todo.filter((each) => each.cursor !== event.cursor) });
      await show();
    }
  };
  const poll = async (mine: number) => {
    if (!(await signedIn())) return;
    for (let page = 0; page < mostPages; page += 1) {
      const { cursor, todo } = await read();
      const answer = await api.events(cursor);
      if (!answer.ok || mine !== epoch) return;
      const { items } = answer.value;
      if (items.length > 0 || todo.length > 0 || cursor !== answer.value.cursor)
        await accept(items, answer.value.cursor, mine);
      if (items.length === 0) return;
    }
  };

  return {
    accept,
    /** Asks for what came since; callers at the same time share one request. */
    poll: (): Promise<void> => {
      if (polling) return polling;
      const run = poll(epoch).finally(() => {
        if (polling === run) polling = undefined;
      });
      return (polling = run);
    },
    cursor: async () => (await read()).cursor,
    /** The session is over: the next one begins where its own feed stands. */
    reset: (): Promise<void> => {
      epoch += 1;
      polling = undefined;
      return inTurn(() => local.remove('feed'));
    },
  };
}
export type Feed = ReturnType<typeof createFeed>;

/** A feed's numbers rise by one, and its oldest events go: whether some of them went before we heard of them. */
function missed(state: FeedState, fresh: readonly LiveEvent[], cursor: string): boolean {
  if (state.cursor === undefined) return false;
  const heard = Math.max(...[state.cursor, ...state.seen].map(Number));
  return (fresh[0] ? Number(fresh[0].cursor) - 1 : Number(cursor)) > heard;
}

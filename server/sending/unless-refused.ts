import { isRefusal, type Refusal } from '../refusal.ts';
import type { Db, Store } from '../store/store.ts';

/** One unit of work that leaves nothing behind when it ends in a refusal, however far it had come. */
export async function unlessRefused<Value>(
  store: Store,
  work: (q: Db) => Promise<Value | Refusal>,
): Promise<Value | Refusal> {
  try {
    return await store.tx(async (q) => {
      const result = await work(q);
      if (isRefusal(result)) throw new Undone(result);
      return result;
    });
  } catch (fault) {
    if (fault instanceof Undone) return fault.refusal;
    throw fault;
  }
}

class Undone extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

import { eq } from 'drizzle-orm';
import type { Db } from './store.ts';

/** A sealed key of the server's own. Null: nobody made it yet. */
export async function readServerSecret(q: Db, id: string): Promise<Buffer | null> {
  const t = q.t.serverSecrets;
  const [row] = await q.select({ sealedSecret: t.sealedSecret }).from(t).where(eq(t.id, id));
  return row?.sealedSecret ?? null;
}

/** Stores a key of the server's own, unless another process was first: resolves with the one that holds. */
export async function keepServerSecret(q: Db, id: string, sealedSecret: Buffer): Promise<Buffer> {
  // Waits for a twin that is just committing; what is read after it is what that one stored.
  await q.insert(q.t.serverSecrets).values({ id, sealedSecret }).onConflictDoNothing();
  return (await readServerSecret(q, id))!;
}

import type { Send } from '../api/sends.ts';

/** Something the acceptor has to decide: one email, or a batch as a whole. `first` is what is shown of it. */
export type Question = { kind: 'send' | 'batch'; id: string; count: number; first: Send };

/** What waits for `meId` to approve it, the oldest first. The emails of one batch are one question. */
export function openQuestions(waiting: readonly Send[], meId: string): Question[] {
  const questions = new Map<string, Question>();
  for (const send of waiting) {
    if (send.state !== 'held' || send.acceptor.id !== meId) continue;
    const id = send.batchId ?? send.id;
    const known = questions.get(id);
    if (known) known.count += 1;
    else questions.set(id, { kind: send.batchId ? 'batch' : 'send', id, count: 1, first: send });
  }
  return [...questions.values()];
}

import type { z } from 'zod';
import type { BatchPreview, PreviewBatch, PreviewRow, RowProblem } from '../../../shared/api/batches.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import { isRefusal, type Refusal } from '../../refusal.ts';
import { readPeople } from '../../store/people.ts';
import { readContacts } from '../../store/recipients.ts';
import type { Db } from '../../store/store.ts';
import { cleanHtml } from '../content.ts';
import type { SubmitDeps } from '../submit-send.ts';
import { cleanOnce, type BodyMaker } from './clean-once.ts';
import { fillRows, readTemplates, type FilledRow } from './fill-rows.ts';
import { findBatchSender, judgeRecipients, placeBatch } from './plan-batch.ts';
import { createTurns } from './take-turns.ts';
import { isBlocking } from './refuse-rows.ts';

/** How long somebody counts as recently written to (milliseconds). */
const recentMs = 30 * 24 * 60 * 60 * 1000;

/** How many rows with no problem are shown, and how much HTML an answer holds (UTF-16 units). */
const fineRows = 5;
const maxAnswerLength = 2_000_000;

type Answer = Omit<BatchPreview, 'rows' | 'lastAt'> & {
  rows: (Omit<PreviewRow, 'dueAt'> & { dueAt: number | null })[];
  lastAt: number | null;
};

/** Says what a batch would do and what is wrong with its rows, and does nothing. */
export async function previewBatch(
  { store, undoMs }: SubmitDeps,
  actor: GrantActor,
  request: z.output<typeof PreviewBatch>,
): Promise<Answer | Refusal> {
  const templates = readTemplates(request);
  if (isRefusal(templates)) return templates;
  const filled = fillRows(templates, request.rows);
  if (isRefusal(filled)) return filled;
  const planned = await store.tx(async (q) => {
    const from = await findBatchSender(q, { actor, from: request.from, timing: request, undoMs });
    if (isRefusal(from)) return from;
    const judged = await judgeRecipients(q, from, filled);
    const fine = judged.filter(({ problems }) => !problems.some(isBlocking));
    const places = await placeBatch(q, from, fine.length);
    const dueAts = new Map(fine.map(({ row }, i) => [row, places[i]?.dueAt ?? null]));
    return { judged, dueAts, from };
  });
  if (isRefusal(planned)) return planned;
  const { judged, dueAts, from } = planned;
  const rows = await withRecent(store.read, actor, judged);
  const goes = [...dueAts.values()].filter((dueAt) => dueAt !== null);
  return {
    total: rows.length,
    sendable: goes.length,
    fields: templates.fields,
    rows: await showRows(rows, dueAts, cleanOnce(templates.html)),
    overCap: goes.filter((dueAt) => dueAt !== from.plan.dueAt).length,
    lastAt: goes.length ? Math.max(...goes) : null,
    approval: from.approval,
  };
}

/** Adds who of the workspace wrote to a recipient lately, as whom and when. */
async function withRecent(
  q: Db,
  { workspaceId, now }: GrantActor,
  rows: readonly FilledRow[],
): Promise<FilledRow[]> {
  const recipientKeys = rows.map(({ recipientKey }) => recipientKey);
  const contacts = await readContacts(q, workspaceId, { recipientKeys, since: now - recentMs });
  const people = await readPeople(
    q,
    [...contacts.values()].flatMap(({ requestorId, acceptorId }) => [requestorId, acceptorId]),
  );
  const nameOf = (id: string) => people.get(id)?.name ?? '';
  return rows.map((row) => {
    const contact = contacts.get(row.recipientKey);
    if (!contact) return row;
    const { at, requestorId, acceptorId } = contact;
    const as = requestorId === acceptorId ? '' : ` as ${nameOf(acceptorId)}`;
    const by = `${nameOf(requestorId)}${as}`;
    const recent: RowProblem = { kind: 'recent', at: new Date(at).toISOString(), by };
    return { ...row, problems: [...row.problems, recent] };
  });
}

/** All rows with a problem and the first few without, as they would go out. Others are served in between. */
async function showRows(
  rows: readonly FilledRow[],
  dueAts: ReadonlyMap<number, number | null>,
  makeBody: BodyMaker | null,
): Promise<Answer['rows']> {
  const fine = rows.filter(({ problems }) => problems.length === 0).slice(0, fineRows);
  const shown: Answer['rows'] = [];
  const turns = createTurns();
  let left = maxAnswerLength;
  for (const one of rows) {
    if (one.problems.length === 0 && !fine.includes(one)) continue;
    await turns.take(one.html.length);
    const { row, email, name, subject, problems } = one;
    left -= one.html.length;
    const clean = left < 0 ? '' : (makeBody?.(one.valueOf).html ?? cleanHtml(one.html));
    const html = isRefusal(clean) ? '' : clean;
    shown.push({ row, email, name, subject, html, problems, dueAt: dueAts.get(row) ?? null });
  }
  return shown;
}

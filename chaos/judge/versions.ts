import type { Journal } from '../history/journal.ts';

/** What an email was written as, or was changed to. */
export type Version = { to: string; subject: string; acknowledged: boolean; endedAt: number };

/** The versions of each email that was taken, oldest first. */
export function versionsOf({ taken, edited }: Journal): Map<string, Version[]> {
  const versions = new Map<string, Version[]>();
  for (const { sendId, to, subject, endedAt } of taken)
    versions.set(sendId, [{ to, subject, acknowledged: true, endedAt }]);
  for (const edit of edited) versions.get(edit.sendId)?.push(edit);
  return versions;
}

/** Which ones an email can be at a moment: the latest that was acknowledged by then, or one that came after it. */
export const standingAt = (versions: readonly Version[], at: number): Version[] =>
  versions.slice(
    Math.max(
      0,
      versions.findLastIndex(({ acknowledged, endedAt }) => acknowledged && endedAt < at),
    ),
  );

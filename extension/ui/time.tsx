import { useEffect, useState } from 'preact/hooks';
import { languageOf } from './plural.ts';
import { useClient } from './surface.tsx';
import { dayOf, exactTime, flavourOf, relativeTime } from './times.ts';

/** The time now (ms); draws again every `everyMs`, and is the time of each drawing that something else brings about. */
export function useNow(everyMs: number): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Date.now();
}

/** The language dates are written in. */
export const useLanguage = (): string => flavourOf(languageOf(useClient().text), navigator.languages);

/** A moment: relative (or, with `day`, its date), with the exact time on hover. */
export function Time({ at, day }: { at: string; day?: boolean }) {
  const { text } = useClient();
  const now = useNow(60_000);
  const language = useLanguage();
  return (
    <time dateTime={at} title={exactTime(at, language)}>
      {day
        ? dayOf(at, now, language)
        : isJustNow(at, now)
          ? text('time_just_now')
          : relativeTime(at, now, language)}
    </time>
  );
}

/** What has just been done stands here as “a moment ago”: “since now” is nobody's word. The server's clock may be ahead. */
const isJustNow = (at: string, now: number): boolean => {
  const age = now - Date.parse(at);
  return age > -5_000 && age < 60_000;
};

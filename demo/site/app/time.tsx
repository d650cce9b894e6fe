const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const formatRelative = (iso: string): string => {
  const difference = Date.parse(iso) - Date.now();
  for (const [unit, size] of STEPS)
    if (Math.abs(difference) >= size) return relative.format(Math.round(difference / size), unit);
  return 'just now';
};

export const formatExact = (iso: string): string => exact.format(new Date(iso));

export const Time = ({ at }: { at: string }) => (
  <time dateTime={at} title={formatExact(at)}>
    {formatRelative(at)}
  </time>
);

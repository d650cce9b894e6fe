import type { ComponentChildren } from 'preact';
import { useClient } from './surface.tsx';
import type { Act } from './use-act.ts';
import type { Read } from './use-read.ts';

/** A sentence that asks for attention, with what can be done about it. */
export function Notice({ tone, children }: { tone: 'warn' | 'bad' | 'good'; children: ComponentChildren }) {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/**
 * What went wrong or takes long with an act; nothing while all is well. One that is answered `inWindow` of our own says
 * at once where.
 */
export function ActNotice({ act, inWindow = false }: { act: Act; inWindow?: boolean }) {
  const { text } = useClient();
  if (act.failure) return <Notice tone="bad">{act.failure.message}</Notice>;
  if (inWindow) return act.busy ? <Notice tone="warn">{text('panel_confirm_opened')}</Notice> : null;
  return act.slow ? <Notice tone="warn">{text('common_slow_act')}</Notice> : null;
}

/** The loading and failed states of a list; nothing once there is a value and it is fresh. */
export function ReadNotice({
  read,
  what,
}: {
  read: Pick<Read<unknown>, 'value' | 'failure' | 'slow' | 'retry'>;
  what: string;
}) {
  const { text } = useClient();
  const sentence = read.failure?.message ?? (read.slow && text('common_slow', what));
  if (sentence) {
    return (
      <Notice tone={read.failure ? 'bad' : 'warn'}>
        {sentence}
        <button type="button" onClick={read.retry}>
          {text('common_retry')}
        </button>
      </Notice>
    );
  }
  return read.value === undefined ? <Skeleton label={text('common_loading', what)} /> : null;
}

/** Grey lines in the place of what is still being read. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="only-read">{label}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

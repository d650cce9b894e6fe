import type { Composer } from '../sites/site-adapter.ts';

/** Steps towards an act. The site must not see them either (some send on `mousedown`), but they decide nothing. */
const preludes = [
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'touchstart',
  'touchend',
  'keyup',
  'keypress',
];
const acts = ['click', 'keydown', 'submit'];

/** A compose form that a delegated sender was chosen for. */
export interface Delegated {
  readonly composer: Composer;
  /** Called for each act that would have made the site send, which the site has not seen. */
  onSend(trusted: boolean): void;
}

/**
 * Keeps from the site every act by which it would send a form that goes out as somebody else. `delegated` returns
 * the forms with such a choice; when there are none, nothing about any event is looked at or changed.
 */
export function interceptSends(delegated: () => readonly Delegated[], signal: AbortSignal): void {
  const onEvent = (event: Event) => {
    const forms = delegated();
    if (forms.length === 0) return;
    const target = event.composedPath()[0];
    if (target instanceof Node) forms.some((form) => handle(form, event, target));
  };
  for (const type of [...preludes, ...acts])
    window.addEventListener(type, onEvent, { capture: true, passive: !acts.includes(type), signal });
}

/** Returns whether the event was this form's. */
function handle(form: Delegated, event: Event, target: Node): boolean {
  const { composer } = form;
  if (event instanceof KeyboardEvent && composer.isSendShortcut?.(event)) {
    event.stopImmediatePropagation();
    if (event.type !== 'keydown') return true;
    event.preventDefault();
    if (!event.repeat) form.onSend(event.isTrusted);
    return true;
  }
  const isSubmit = event.type === 'submit';
  const concerned = isSubmit
    ? composer.root.contains(target) || target.contains(composer.root)
    : composer.sendControls().some((control) => control.contains(target));
  if (!concerned) return false;
  event.stopImmediatePropagation();
  // Enter and Space on the button keep their default: the browser makes the click out of it that is the act.
  if (event.type !== 'click' && !isSubmit) return true;
  event.preventDefault();
  // A submit is trusted also when a script asked for it, so by itself it shows nobody's intent.
  form.onSend(event.isTrusted && !isSubmit);
  return true;
}

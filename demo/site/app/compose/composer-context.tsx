import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useMemo, useRef, useState } from 'preact/hooks';
import type { Candidate, Job, Settings } from '../../model.ts';
import { request } from '../request.ts';
import { useToast } from '../shell/toasts.tsx';
import { Composer } from './composer.tsx';
import { fillTemplates, signatureHtml, type Template } from './templates.ts';

interface OpenComposer {
  candidate: Candidate;
  templates: Template[];
  signature: string;
}

interface ComposerApi {
  openComposer: (candidate: Candidate) => void;
  /** Goes up with every email sent, so that views know to load again. */
  sentCount: number;
}

const ComposerContext = createContext<ComposerApi>({ openComposer: () => undefined, sentCount: 0 });

export const useComposer = (): ComposerApi => useContext(ComposerContext);

/** Keeps the one composer there can be; it outlives a change of page, as people look things up while writing. */
export const ComposerProvider = ({ children }: { children: ComponentChildren }) => {
  const [open, setOpen] = useState<OpenComposer | null>(null);
  const [sentCount, setSentCount] = useState(0);
  const busy = useRef(false);
  const opener = useRef<Element | null>(null);
  const showToast = useToast();

  const openComposer = useCallback(
    (candidate: Candidate) => {
      if (busy.current) {
        if (!document.querySelector(`.hl-composer [data-email="${CSS.escape(candidate.email)}"]`))
          showToast('Send or discard the open email first');
        document.getElementById('hl-composer-subject')?.focus();
        return;
      }
      busy.current = true;
      opener.current = document.activeElement;
      Promise.all([request<Job[]>('/jobs'), request<Settings>('/settings')]).then(
        ([jobs, settings]) =>
          setOpen({
            candidate,
            templates: fillTemplates(
              candidate,
              jobs.find(({ id }) => id === candidate.jobId)?.title ?? 'Open role',
            ),
            signature: signatureHtml(settings.email.signature),
          }),
        (error: Error) => {
          busy.current = false;
          showToast(error.message);
        },
      );
    },
    [showToast],
  );
  const close = (): void => {
    busy.current = false;
    setOpen(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const onSent = (): void => {
    close();
    setSentCount((count) => count + 1);
    showToast('Email sent');
  };

  const api = useMemo(() => ({ openComposer, sentCount }), [openComposer, sentCount]);
  return (
    <ComposerContext.Provider value={api}>
      {children}
      {open && <Composer key={open.candidate.id} {...open} onSent={onSent} onClose={close} />}
    </ComposerContext.Provider>
  );
};

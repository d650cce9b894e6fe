import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Candidate } from '../../model.ts';
import { Icon } from '../icon.tsx';
import { request } from '../request.ts';
import { useSession } from '../session-context.ts';
import { ComposerFooter } from './composer-footer.tsx';
import { DiscardPrompt } from './discard-prompt.tsx';
import { findProblem, isWorthKeeping, type Draft } from './draft.ts';
import { Editor } from './editor.tsx';
import { Recipients } from './recipients.tsx';
import type { Template } from './templates.ts';

interface ComposerProps {
  candidate: Candidate;
  templates: Template[];
  signature: string;
  onSent: () => void;
  onClose: () => void;
}

export const Composer = ({ candidate, templates, signature, onSent, onClose }: ComposerProps) => {
  const { recruiter } = useSession();
  const [draft, setDraft] = useState<Draft>({
    candidateId: candidate.id,
    to: [{ email: candidate.email, name: candidate.name }],
    subject: '',
    html: signature,
  });
  const [templateId, setTemplateId] = useState('');
  const [startHtml, setStartHtml] = useState(signature);
  const [sending, setSending] = useState(false);
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const subject = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => subject.current?.focus(), []);
  useEffect(() => {
    if (error) root.current?.querySelector<HTMLElement>('.hl-composer__send')?.focus();
  }, [error]);

  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const applyTemplate = (id: string): void => {
    const template = templates.find((candidateTemplate) => candidateTemplate.id === id);
    if (!template) return;
    const html = template.html + signature;
    setTemplateId(id);
    setStartHtml(html);
    change({ subject: template.subject, html });
  };
  const send = async (): Promise<void> => {
    if (sending) return;
    const problem = findProblem(draft);
    setError(problem);
    if (problem) return;
    setSending(true);
    try {
      await request('/emails', 'POST', draft);
      onSent();
    } catch (reason) {
      setError(`Not sent. ${(reason as Error).message}`);
      setSending(false);
    }
  };
  const discard = (): void => {
    if (sending) return;
    if (isWorthKeeping(draft, signature)) setAsking(true);
    else onClose();
  };
  const keepWriting = (): void => {
    setAsking(false);
    subject.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void send();
    }
    if (event.key === 'Escape') discard();
  };

  return (
    <div
      ref={root}
      class="hl-composer"
      role="dialog"
      aria-label="New email"
      aria-busy={sending}
      onKeyDown={onKeyDown}
    >
      <div class="hl-composer__header">
        <h2 class="hl-composer__title">{draft.subject.trim() || 'New email'}</h2>
        <select
          class="hl-select hl-composer__template"
          aria-label="Template"
          value={templateId}
          onChange={(event) => applyTemplate(event.currentTarget.value)}
        >
          <option value="">Template…</option>
          {templates.map((template) => (
            <option key={template.id} value={template.id}>
              {template.label}
            </option>
          ))}
        </select>
        <button type="button" class="hl-icon-button hl-composer__close" aria-label="Close" onClick={discard}>
          <Icon name="close" />
        </button>
      </div>
      <div class="hl-composer__fields">
        <div class="hl-composer__row hl-composer__row--from">
          <span class="hl-composer__label">From:</span>{' '}
          <span class="hl-composer__sender">{`${recruiter.name} <${recruiter.email}>`}</span>
        </div>
        <div class="hl-composer__row hl-composer__row--to">
          <label class="hl-composer__label" for="hl-composer-to">
            To
          </label>
          <Recipients value={draft.to} onChange={(to) => change({ to })} />
        </div>
        <div class="hl-composer__row hl-composer__row--subject">
          <label class="hl-composer__label" for="hl-composer-subject">
            Subject
          </label>
          <input
            ref={subject}
            id="hl-composer-subject"
            class="hl-composer__subject"
            type="text"
            name="subject"
            autocomplete="off"
            value={draft.subject}
            onInput={(event) => change({ subject: event.currentTarget.value })}
          />
        </div>
      </div>
      <Editor key={templateId} initialHtml={startHtml} onChange={(html) => change({ html })} />
      {error && (
        <p class="hl-alert hl-composer__error" role="alert">
          {error}
        </p>
      )}
      <ComposerFooter sending={sending} onSend={() => void send()} onDiscard={discard} />
      {asking && <DiscardPrompt onDiscard={onClose} onKeep={keepWriting} />}
    </div>
  );
};

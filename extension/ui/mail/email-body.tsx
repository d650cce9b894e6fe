import { useMemo, useState } from 'preact/hooks';
import { Notice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { EmailFrame } from './email-frame.tsx';
import { readBody } from './read-body.ts';
import { sayTheSame } from './same-words.ts';

type EmailBodyProps = { html: string; text: string };

/** Every word of an email: with its formatting or as plain text, where its links lead, and what is not shown of it. */
export function EmailBody({ html, text: plainText }: EmailBodyProps) {
  const { text } = useClient();
  const body = useMemo(
    () => readBody(html, (alt) => (alt ? text('mail_picture_of', alt) : text('mail_picture'))),
    [html],
  );
  const [view, setView] = useState<'formatted' | 'plain'>('formatted');
  const differ = useMemo(() => {
    const targets = body.links.map(({ target }) => target);
    return !sayTheSame(body.text, plainText, targets);
  }, [body, plainText]);
  const views = ['formatted', 'plain'] as const;
  const isShown = (which: (typeof views)[number]) => differ || view === which;

  return (
    <div class="email">
      {differ ? (
        <Notice tone="warn">{text('mail_parts_differ')}</Notice>
      ) : (
        <div class="actions" role="group" aria-label={text('mail_views')}>
          {views.map((which) => (
            <button
              type="button"
              class="chip-button"
              key={which}
              aria-pressed={view === which}
              onClick={() => setView(which)}
            >
              {text(`mail_${which}`)}
            </button>
          ))}
        </div>
      )}
      {isShown('formatted') && (
        <div class="email-sheet">
          {differ && <h2>{text('mail_formatted')}</h2>}
          <EmailFrame content={body.content} label={text('mail_body')} />
        </div>
      )}
      {isShown('plain') && (
        <div class="email-sheet">
          {differ && <h2>{text('mail_plain')}</h2>}
          <div class="email-text" dir="auto">
            {plainText.trim() || text('confirm_empty_body')}
          </div>
        </div>
      )}
      {body.pictureHosts.length > 0 && (
        <p class="quiet">{text('mail_pictures_from', body.pictureHosts.join(', '))}</p>
      )}
      {body.links.length > 0 && (
        <div class="quiet">
          {text('mail_links')}
          <ul class="list">
            {body.links.map(({ text: words, target }, index) => (
              <li key={index}>
                <bdi>{words || text('mail_link_without_words')}</bdi>
                {' → '}
                <bdi>{target}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

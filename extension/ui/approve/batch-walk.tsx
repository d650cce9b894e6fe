import { useEffect, useState } from 'preact/hooks';
import type { Send } from '../../../shared/api/sends.ts';
import { Additions } from '../mail/additions.tsx';
import { EmailBody } from '../mail/email-body.tsx';
import { ReadNotice } from '../notice.tsx';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { Walk } from '../walk.tsx';
import { SendFacts } from './send-facts.tsx';

type BatchWalkProps = {
  sends: readonly Send[];
  /** An email was on the screen, all of it. */
  onSeen: (id: string) => void;
};

/** The emails of a batch as each recipient would get theirs, one at a time, in their order. */
export function BatchWalk({ sends, onSeen }: BatchWalkProps) {
  const { text } = useClient();
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, sends.length - 1);
  const { id } = sends[index]!;
  const content = useRead('sends:content', { id }, []);
  // While the next one is on its way the last one still stands there.
  const shown = content.value?.id === id ? content.value : undefined;
  useEffect(() => {
    if (shown) onSeen(shown.id);
  }, [shown?.id]);
  return (
    <>
      <Walk index={index} count={sends.length} onChoose={setChosen} />
      {shown ? (
        <>
          <SendFacts send={shown} />
          <EmailBody key={shown.contentHash} html={shown.html} text={shown.text} />
          <Additions send={shown} />
        </>
      ) : (
        <ReadNotice read={{ ...content, value: undefined }} what={text('approve_what_email')} />
      )}
      <details>
        <summary>{text('approve_recipients')}</summary>
        <ol class="recipients">
          {sends.map(({ id: each, to }, place) => (
            <li key={each}>
              <button
                type="button"
                class="link"
                aria-current={place === index}
                onClick={() => setChosen(place)}
              >
                <bdi>{to.name ? `${plain(to.name)} <${to.email}>` : to.email}</bdi>
              </button>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}

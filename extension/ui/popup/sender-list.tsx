import { useState } from 'preact/hooks';
import type { Sender } from '../../../shared/api/senders.ts';
import { Avatar } from '../avatar.tsx';
import { unusableBecause } from '../from-picker.tsx';
import { ReadNotice } from '../notice.tsx';
import { counted } from '../plural.ts';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import type { Read } from '../use-read.ts';

const shownFirst = 5;

/** Whom I may send as, with what is left today or why not now. */
export function SenderList({ senders }: { senders: Read<Sender[]> }) {
  const { text } = useClient();
  const [all, setAll] = useState(false);
  const others = (senders.value ?? []).filter((sender) => sender.grantId !== null);
  const shown = all ? others : others.slice(0, shownFirst);
  return (
    <section>
      <h2>{text('popup_senders')}</h2>
      <ReadNotice read={senders} what={text('popup_what_senders')} />
      {senders.value && !others.length && <p class="quiet">{text('popup_senders_empty')}</p>}
      <ul>
        {shown.map((sender) => (
          <li class="bar-row" key={sender.grantId}>
            <Avatar person={sender.person} />
            <span class="who">
              <bdi>{plain(sender.person.name)}</bdi>
              <small>{unusableBecause(text, sender) ?? sender.person.email}</small>
            </span>
            {sender.usable && sender.leftToday !== null && (
              <span class="meta">{counted(text, 'picker_left', sender.leftToday)}</span>
            )}
          </li>
        ))}
      </ul>
      {others.length > shown.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {counted(text, 'panel_show_more', others.length - shown.length)}
        </button>
      )}
    </section>
  );
}

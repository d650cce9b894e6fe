import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Send } from '../../../shared/api/sends.ts';
import { firstName } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { SendFacts } from './send-facts.tsx';

/** What has become of an email that waited for me, whoever decided it and wherever. */
export function Decided({ send, meId }: { send: Send; meId: string }) {
  const { text } = useClient();
  const title = useRef<HTMLHeadingElement>(null);
  // The button that led here is gone, and the focus with it.
  useLayoutEffect(() => title.current!.focus(), []);
  const isMine = send.acceptor.id === meId;
  const key = isMine ? send.state : 'not_mine';
  const name = firstName(isMine ? send.requestor.name : send.acceptor.name);
  return (
    <>
      <h1 ref={title} tabIndex={-1}>
        {text(`approve_now_${key}`, name)}
      </h1>
      <p>{text(`approve_now_${key}_detail`, name)}</p>
      <SendFacts send={send} />
    </>
  );
}

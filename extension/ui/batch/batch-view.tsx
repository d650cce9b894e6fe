import { useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import { now } from '../later/timing.ts';
import { ownZone } from '../later/zoned-time.ts';
import { Notice, ReadNotice } from '../notice.tsx';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { BatchDialogue } from './batch-dialogue.tsx';
import type { BatchForm } from './batch-form.ts';
import { BatchList } from './batch-list.tsx';
import { BatchProgress } from './batch-progress.tsx';

/** Where what was written survives a reload of the page. `token` names the draft it began with. */
export interface BatchShelf {
  load(token: string | undefined): BatchForm | undefined;
  /** False when it is too much to keep. */
  keep(token: string | undefined, form: BatchForm): boolean;
  clear(): void;
}

export type BatchViewProps = {
  /** A batch the server has, as the page's address names it. */
  batchId?: string | undefined;
  /** The draft of a site that the page was opened with. */
  token?: string | undefined;
  shelf: BatchShelf;
  makeKey: () => string;
  /** Puts the batch into the page's address, so that a reload shows it. */
  onStarted: (batchId: string) => void;
};

/** The page for many recipients: first the dialogue, then how far it is. */
export function BatchView(props: BatchViewProps) {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  return (
    <main class="settings-page narrow">
      <h1>{text(props.batchId ? 'batch_title_one' : 'batch_title')}</h1>
      {session.value?.state === 'signedIn' ? (
        <SignedIn {...props} me={session.value.me} />
      ) : session.value ? (
        <SignedOut />
      ) : (
        <ReadNotice read={session} what={text('batch_what')} />
      )}
    </main>
  );
}

function SignedIn({ me, batchId, ...props }: BatchViewProps & { me: Me }) {
  if (batchId) return <BatchProgress key={batchId} id={batchId} me={me} />;
  return (
    <>
      <Beginning {...props} />
      <BatchList limit={5} title="batch_last" />
    </>
  );
}

function Beginning({ token, shelf, makeKey, onStarted }: Omit<BatchViewProps, 'batchId'>) {
  const [empty] = useState<BatchForm>(() => ({
    key: makeKey(),
    senderId: null,
    subject: '',
    html: '',
    table: null,
    timing: now(ownZone()),
  }));
  const [kept] = useState(() => shelf.load(token));
  const dialogue = (first: BatchForm) => (
    <BatchDialogue
      first={first}
      makeKey={makeKey}
      onKeep={(form) => shelf.keep(token, form)}
      onStarted={(id) => {
        shelf.clear();
        onStarted(id);
      }}
    />
  );
  if (kept) return dialogue(kept);
  return token ? <FromTemplate token={token} empty={empty} dialogue={dialogue} /> : dialogue(empty);
}

type FromTemplateProps = {
  token: string;
  empty: BatchForm;
  dialogue: (first: BatchForm) => preact.JSX.Element;
};

/** Waits for the draft that was written in a site. Where it is gone, the page begins empty and says so. */
function FromTemplate({ token, empty, dialogue }: FromTemplateProps) {
  const { text } = useClient();
  const template = useRead('batches:template', { token }, []);
  if (template.value) {
    const { grantId, subject, html } = template.value;
    return dialogue({ ...empty, senderId: grantId, subject, html });
  }
  if (template.failure?.code !== 'not_found')
    return <ReadNotice read={template} what={text('batch_what_template')} />;
  return (
    <>
      <Notice tone="warn">{template.failure.message}</Notice>
      {dialogue(empty)}
    </>
  );
}

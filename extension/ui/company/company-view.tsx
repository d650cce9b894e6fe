import { ReadNotice } from '../notice.tsx';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { ErasuresAsked } from './erasures-asked.tsx';
import { PolicySection } from './policy-section.tsx';
import { Suppressions } from './suppressions.tsx';

/** What holds for everybody of the company: admins decide it, all can read it. */
export function CompanyView() {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  return (
    <main class="settings-page narrow">
      <h1>{text('company_title')}</h1>
      {session.value?.state === 'signedIn' ? (
        <>
          {session.value.me.role === 'admin' && <ErasuresAsked me={session.value.me} />}
          <PolicySection me={session.value.me} />
          <Suppressions me={session.value.me} />
        </>
      ) : session.value ? (
        <SignedOut />
      ) : (
        <ReadNotice read={session} what={text('company_what')} />
      )}
    </main>
  );
}

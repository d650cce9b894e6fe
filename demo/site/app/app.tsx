import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../model.ts';
import { request } from './request.ts';
import { ComposerProvider } from './compose/composer-context.tsx';
import { SessionContext } from './session-context.ts';
import { Shortcuts } from './shell/shortcuts.tsx';
import { Sidebar } from './shell/sidebar.tsx';
import { ToastProvider } from './shell/toasts.tsx';
import { View } from './shell/view.tsx';

export const App = () => {
  const [session, setSession] = useState<Session | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    request<Session>('/session').then(setSession, () => setFailed(true));
  }, []);

  if (failed) return <p class="hl-boot">Hireline could not be reached. Check your connection and reload.</p>;
  if (!session) return <p class="hl-boot">Loading…</p>;
  return (
    <SessionContext.Provider value={session}>
      <ToastProvider>
        <ComposerProvider>
          <a class="hl-skip" href="#hl-main">
            Skip to content
          </a>
          <div class="hl-shell">
            <Sidebar />
            <View />
          </div>
          <Shortcuts />
        </ComposerProvider>
      </ToastProvider>
    </SessionContext.Provider>
  );
};

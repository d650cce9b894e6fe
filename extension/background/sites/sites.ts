import { sitePattern, siteOf } from '../../../shared/domain/site.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { SiteView } from '../../../shared/messages/site-messages.ts';
import type { Platform } from '../../platform/platform.ts';

/** `on` are sites people added, `off` built-in ones they switched off. */
type Stored = { on: string[]; off: string[] };
type Parts = {
  platform: Pick<Platform, 'runtime' | 'storage' | 'permissions' | 'scripting' | 'tabs' | 'i18n'>;
  /** A site was switched off: nothing of ours may go on listening there, or stay. */
  onOff(site: string): void;
};

const scriptId = (site: string) => `site:${site}`;

/** Where Behalf runs. Nobody but a person in one of our own pages adds a site, with the browser's own prompt. */
export function createSites({ platform, onOff }: Parts) {
  const { runtime, storage, permissions, scripting, tabs, i18n } = platform;
  const scripts = runtime.contentScripts();
  const builtIn = scripts.flatMap(({ matches }) =>
    matches.flatMap((match) => siteOf(match.slice(0, -1)) ?? []),
  );
  const js = scripts[0]?.js ?? [];
  let turn: Promise<unknown> = Promise.resolve();

  const read = async (): Promise<Stored> => (await storage.local.get<Stored>('sites')) ?? { on: [], off: [] };
  const change = (next: (stored: Stored) => Stored): Promise<void> => {
    const run = turn.then(async () => storage.local.set('sites', next(await read())));
    turn = run.catch(() => undefined);
    return run;
  };
  const list = async (): Promise<SiteView[]> => {
    const { on, off } = await read();
    return [
      ...builtIn.map((origin) => ({ origin, on: !off.includes(origin), builtIn: true })),
      ...on.map((origin) => ({ origin, on: true, builtIn: false })),
    ];
  };
  const without = (sites: string[], site: string) => sites.filter((each) => each !== site);

  const turnOn = async (site: string): Promise<Outcome<null>> => {
    const pattern = sitePattern(site);
    if (builtIn.includes(site)) await change((stored) => ({ ...stored, off: without(stored.off, site) }));
    else {
      if (!(await permissions.has(pattern)))
        return fail('forbidden', i18n.text('worker_no_permission', site));
      await scripting.register(scriptId(site), pattern, js);
      await change((stored) => ({ ...stored, on: [...without(stored.on, site), site] }));
    }
    // Open pages get it at once; one that can't (an error page, the web store) is none of ours.
    const open = await tabs.matching(pattern);
    await Promise.all(open.map((tabId) => scripting.inject({ tabId }, js).catch(() => undefined)));
    return succeed(null);
  };
  const turnOff = async (site: string): Promise<void> => {
    const isBuiltIn = builtIn.includes(site);
    // First the list: from here on its content scripts are refused, whatever else fails.
    await change((stored) =>
      isBuiltIn
        ? { ...stored, off: [...without(stored.off, site), site] }
        : { ...stored, on: without(stored.on, site) },
    );
    onOff(site);
    if (isBuiltIn) return;
    await scripting.unregister(scriptId(site));
    await permissions.remove(sitePattern(site)).catch(() => undefined);
  };

  return {
    list,
    isOn: async (site: string): Promise<boolean> =>
      (await list()).some(({ origin, on }) => on && origin === site),
    set: async (origin: string, on: boolean): Promise<Outcome<SiteView[]>> => {
      const site = siteOf(origin);
      if (site === null) return fail('invalid_request', i18n.text('worker_no_site'));
      if (!on) await turnOff(site);
      const outcome = on ? await turnOn(site) : succeed(null);
      return outcome.ok ? succeed(await list()) : outcome;
    },
    /** Somebody took a host permission back in the browser's own settings. */
    permissionsRemoved: async (): Promise<void> => {
      for (const site of (await read()).on)
        if (!(await permissions.has(sitePattern(site)))) await turnOff(site);
    },
    /** An update drops registered scripts, and the file they name may have another path now. */
    registerAgain: async (): Promise<void> => {
      for (const site of (await read()).on)
        if (await permissions.has(sitePattern(site)))
          await scripting.register(scriptId(site), sitePattern(site), js);
    },
  };
}
export type Sites = ReturnType<typeof createSites>;

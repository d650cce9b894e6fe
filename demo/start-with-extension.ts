import { buildExtension } from '../extension/packaging/build-extension.ts';
import { startServices, type Services, type ServicesOptions } from './services.ts';

/** Starts the services while the extension is built into `directory`. When one of the two fails, nothing stays behind. */
export async function startWithExtension(options: ServicesOptions, directory: string): Promise<Services> {
  const [services, built] = await Promise.allSettled([startServices(options), buildExtension(directory)]);
  if (services.status === 'rejected') throw services.reason;
  if (built.status === 'fulfilled') return services.value;
  await services.value.stop();
  throw built.reason;
}

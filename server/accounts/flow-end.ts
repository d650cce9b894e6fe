import type { ResultPage } from './result-page.ts';

/** Where the browser goes next. */
export type FlowEnd = { redirectTo: string } | { page: ResultPage };

/** The provider said no, or here is its code. */
export type ProviderAnswer = { code: string } | { error: string };

import type { Context } from 'hono';
import { renderResultPage, resultPageHeaders, type ResultPage } from '../../accounts/result-page.ts';
import type { AppEnv } from './env.ts';

/** A page for the person in the browser. */
export const showPage = (c: Context<AppEnv>, page: ResultPage) =>
  c.html(renderResultPage(page), page.status, resultPageHeaders);

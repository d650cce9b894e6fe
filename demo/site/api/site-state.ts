import type { Candidate, Job, Person, SentMail, Session, Settings } from '../model.ts';
import { seedCandidates, seedJobs, seedSession, seedSettings } from './seed.ts';

/** Everything the site knows; it lives as long as the process. */
export interface SiteState {
  session: Session;
  settings: Settings;
  jobs: Job[];
  candidates: Map<string, Candidate>;
  sent: SentMail[];
}

export const createState = (recruiter: Person): SiteState => ({
  session: seedSession(recruiter),
  settings: seedSettings(recruiter),
  jobs: seedJobs(),
  candidates: new Map(seedCandidates().map((candidate) => [candidate.id, candidate])),
  sent: [],
});

/** Adds to the candidate's timeline, newest first. */
export const recordActivity = (candidate: Candidate, text: string): void => {
  candidate.activity.unshift({ at: new Date().toISOString(), text });
};

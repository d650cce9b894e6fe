/** What the API and the front end tell each other. */
export interface Person {
  name: string;
  email: string;
}

export interface SentMail {
  id: string;
  candidateId: string | null;
  from: Person;
  to: { email: string; name?: string }[];
  subject: string;
  html: string;
  /** ISO 8601, UTC. */
  sentAt: string;
}

export const STAGES = ['Applied', 'Screening', 'Interview', 'Offer', 'Hired', 'Rejected'] as const;
export type Stage = (typeof STAGES)[number];

export interface Note {
  id: string;
  author: string;
  text: string;
  at: string;
}

export interface Activity {
  at: string;
  text: string;
}

export interface Candidate {
  id: string;
  name: string;
  email: string;
  phone: string;
  title: string;
  company: string;
  location: string;
  stage: Stage;
  jobId: string;
  source: string;
  appliedAt: string;
  summary: string;
  skills: string[];
  notes: Note[];
  activity: Activity[];
}

export interface Job {
  id: string;
  title: string;
  team: string;
  location: string;
  status: 'Open' | 'On hold';
  openedAt: string;
}

export interface Settings {
  profile: { name: string; title: string; timezone: string };
  email: { signature: string; replyTo: string; sync: boolean; syncCalendar: boolean };
  notifications: { newApplicants: boolean; stageChanges: boolean; weeklyDigest: boolean };
}

export interface Session {
  recruiter: Person;
  workspace: string;
  team: (Person & { role: string })[];
}

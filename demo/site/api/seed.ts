import type { Candidate, Job, Person, Session, Settings } from '../model.ts';
import { people } from './seed-people.ts';

export const daysAgo = (days: number, now = Date.now()): string =>
  new Date(now - days * 86_400_000).toISOString();

export const seedJobs = (): Job[] => [
  {
    id: 'platform-engineer',
    title: 'Senior Platform Engineer',
    team: 'Engineering',
    location: 'Berlin or remote',
    status: 'Open',
    openedAt: daysAgo(34),
  },
  {
    id: 'product-designer',
    title: 'Product Designer',
    team: 'Design',
    location: 'Madrid',
    status: 'Open',
    openedAt: daysAgo(21),
  },
  {
    id: 'data-scientist',
    title: 'Data Scientist',
    team: 'Insights',
    location: 'Remote, Europe',
    status: 'Open',
    openedAt: daysAgo(12),
  },
  {
    id: 'account-executive',
    title: 'Account Executive, DACH',
    team: 'Sales',
    location: 'Munich',
    status: 'On hold',
    openedAt: daysAgo(58),
  },
];

export const seedCandidates = (): Candidate[] =>
  people.map(({ appliedDaysAgo, note, ...person }) => {
    const appliedAt = daysAgo(appliedDaysAgo);
    const movedAt = daysAgo(Math.max(appliedDaysAgo - 2, 0.2));
    return {
      ...person,
      appliedAt,
      notes: note ? [{ id: `${person.id}-n1`, author: 'Maya Chen', text: note, at: movedAt }] : [],
      activity: [
        ...(person.stage === 'Applied' ? [] : [{ at: movedAt, text: `Moved to ${person.stage}` }]),
        { at: appliedAt, text: `Applied via ${person.source}` },
      ],
    };
  });

export const seedSettings = (recruiter: Person): Settings => ({
  profile: { name: recruiter.name, title: 'Talent Partner', timezone: 'Europe/Berlin' },
  email: { signature: '', replyTo: recruiter.email, sync: true, syncCalendar: false },
  notifications: { newApplicants: true, stageChanges: true, weeklyDigest: false },
});

export const seedSession = (recruiter: Person): Session => ({
  recruiter,
  workspace: 'Acme',
  team: [
    { ...recruiter, role: 'Recruiter' },
    ...[
      { name: 'Maya Chen', email: 'maya@acme.test', role: 'Hiring manager' },
      { name: 'Tom Becker', email: 'tom@acme.test', role: 'Interviewer' },
      { name: 'Ana Souza', email: 'ana@acme.test', role: 'Admin' },
    ].filter((member) => member.email !== recruiter.email),
  ],
});

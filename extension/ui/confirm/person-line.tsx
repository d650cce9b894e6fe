import type { Person } from '../../../shared/api/person.ts';
import { plain } from '../person-name.ts';
import { Avatar } from '../avatar.tsx';

/** A person with their full name and address, so that nobody is mistaken for somebody else. */
export const PersonLine = ({ person }: { person: Person }) => (
  <div class="bar-row">
    <Avatar person={person} />
    <span class="who">
      <bdi>{plain(person.name)}</bdi>
      <small>
        <bdi>{person.email}</bdi>
      </small>
    </span>
  </div>
);

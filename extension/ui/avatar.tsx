import { useState } from 'preact/hooks';
import type { Person } from '../../shared/api/person.ts';
import { hueOf, initialsOf } from './person-name.ts';

/** A person's picture, or their initials in their own colour. Decoration: the name always stands beside it. */
export function Avatar({ person }: { person: Person }) {
  const [broken, setBroken] = useState(false);
  // The site's own policy may refuse the picture; the initials beneath it are then what remains.
  const url = broken || !person.pictureUrl?.startsWith('https:') ? null : person.pictureUrl;
  return (
    <span class="avatar" style={{ '--hue': hueOf(person.id) }} aria-hidden="true">
      {initialsOf(person.name)}
      {url && <img src={url} alt="" referrerpolicy="no-referrer" onError={() => setBroken(true)} />}
    </span>
  );
}

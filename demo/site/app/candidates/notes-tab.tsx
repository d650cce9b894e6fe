import { useState } from 'preact/hooks';
import type { Candidate } from '../../model.ts';
import { request } from '../request.ts';
import { Time } from '../time.tsx';

export const NotesTab = ({ candidate, onChange }: { candidate: Candidate; onChange: () => void }) => {
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const addNote = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.trim()) return;
    try {
      await request(`/candidates/${candidate.id}/notes`, 'POST', { text });
      setText('');
      setError('');
      onChange();
    } catch (reason) {
      setError((reason as Error).message);
    }
  };
  return (
    <div class="hl-notes">
      <form class="hl-card hl-notes__form" onSubmit={(event) => void addNote(event)}>
        <label class="hl-field">
          <span class="hl-field__label">Add a note</span>
          <textarea
            class="hl-textarea"
            rows={3}
            placeholder="Only your team sees notes"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        {error && <p class="hl-alert">{error}</p>}
        <button type="submit" class="hl-button" disabled={!text.trim()}>
          Add note
        </button>
      </form>
      {candidate.notes.map((note) => (
        <div key={note.id} class="hl-card hl-note">
          <p>{note.text}</p>
          <p class="hl-muted">
            {note.author} · <Time at={note.at} />
          </p>
        </div>
      ))}
    </div>
  );
};

import { Link } from '../router.tsx';

export const NotFound = ({ what }: { what: string }) => (
  <div class="hl-empty">
    <h1 class="hl-empty__title">{what} doesn’t exist</h1>
    <p>It may have been moved or deleted.</p>
    <Link to="/candidates" class="hl-button">
      Go to candidates
    </Link>
  </div>
);

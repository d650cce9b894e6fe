import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --config server/store/drizzle.pg.config.ts --name what_changes`, from the project's root. */
export default defineConfig({
  dialect: 'postgresql',
  schema: 'server/store/schema/schema.pg.ts',
  out: 'server/store/migrations/pg',
});

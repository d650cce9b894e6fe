import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --config server/store/drizzle.sqlite.config.ts --name what_changes`, from the project's root. */
export default defineConfig({
  dialect: 'sqlite',
  schema: 'server/store/schema/schema.sqlite.ts',
  out: 'server/store/migrations/sqlite',
});

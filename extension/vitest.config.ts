import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __TEST__: 'false' },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
});

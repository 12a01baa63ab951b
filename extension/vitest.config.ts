import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __TEST__: 'false' },
  // tests/vectors, which Python's tests read too, stand beside this folder
  server: { fs: { allow: ['..'] } },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
});

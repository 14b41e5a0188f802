import { defineConfig } from "vitest/config";

export default defineConfig({
  server: { proxy: { "/api": "http://127.0.0.1:8700" } },
  json: { namedExports: false },
  build: {
    target: "es2022",
    rolldownOptions: {
      // All that the first look needs in one file: cut into the thirty that pages happen to share, it is 15 kB larger.
      output: {
        codeSplitting: { groups: [{ name: "first", test: /src\/(main\.tsx|pages\/contacts\/ContactsPage\.tsx|contacts\/en\.json)/ }] },
      },
      // The libraries mark client components; that says nothing to a page without server components.
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
    },
  },
  // A test that hangs is ended; one on a busy machine takes its time.
  test: { testTimeout: 60_000, environment: "jsdom", setupFiles: "src/test-setup.ts", css: { include: [/mantine\.css/] } },
});

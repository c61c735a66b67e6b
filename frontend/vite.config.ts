import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/",
  build: {
    manifest: true,
    outDir: "dist",
    target: "es2022",
    // Files, never data: addresses: the content security policy stays short.
    assetsInlineLimit: 0,
    // MapLibre alone weighs about 1.1 MB and is loaded only by pages with a map.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: ["src/main.ts"] },
  },
  css: {
    preprocessorOptions: {
      scss: {
        // Bootstrap 5.3 is written for the module system of Sass 1 as it was.
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      },
    },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
});

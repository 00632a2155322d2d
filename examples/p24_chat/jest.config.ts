/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly":true,"compilerOptions":{"module":"CommonJS","moduleResolution":"Bundler"}}
 */
import type { Config } from "jest";
import { createDefaultEsmPreset } from "ts-jest";

const config: Config = {
  ...createDefaultEsmPreset(),
  preset: "iex-ts/jest",
  // Watch mode runs the tests again when what they test changes.
  roots: ["<rootDir>/src", "<rootDir>/test"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  setupFilesAfterEnv: ["<rootDir>/test/test-helper.ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
};

export default config;

/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly":true,"compilerOptions":{"module":"CommonJS","moduleResolution":"Bundler"}}
 */
import type { Config } from "jest";
import { createDefaultEsmPreset } from "ts-jest";

const config: Config = {
  ...createDefaultEsmPreset({ tsconfig: "<rootDir>/tsconfig.json" }),
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  // Projects that tests work with have tests of their own.
  testPathIgnorePatterns: ["/node_modules/", "/fixtures/"],
  globalSetup: "<rootDir>/test/support/build.mjs",
  moduleNameMapper: {
    "^(\\.{1,2}/.*)\\.js$": "$1",
    "^iex-ts$": "<rootDir>/src/index.ts",
    "^iex-ts/testing$": "<rootDir>/src/testing/index.ts",
  },
  testTimeout: 120_000,
  // Most tests wait for other processes: all cores, not all but one.
  maxWorkers: "100%",
};
export default config;

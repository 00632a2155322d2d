import { fileURLToPath } from "node:url";

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What a project's configuration of jest takes with `preset: "iex-ts/jest"`. */
const preset = {
  testEnvironment: file("./jest-environment.js"),
  // config/test.ts is no test.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/config/"],
  reporters: ["default", file("./jest-reporter.js")],
};

// jest takes the default export.
export { preset as default };

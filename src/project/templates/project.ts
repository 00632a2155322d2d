import type { Package } from "../installed.js";
import type { Names } from "../new.js";

export function readme({ app, module }: Names): string {
  return `# ${module}

**TODO: Add description**

## Use

    npm install
    iex-ts test
    iex-ts --sname ${app}@localhost -S mix
`;
}

export function gitignore(): string {
  return `# What iex-ts compiles.
/_build/

# The packages that npm installs.
/node_modules/

# What iex-ts test --coverage writes.
/coverage/

# Temporary files, for example of tests.
/tmp/
`;
}

/** What the tests of a project need. */
const TOOLS = ["@jest/globals", "@types/node", "jest", "ts-jest", "ts-node", "typescript"];

/** The project uses the `iex-ts` that made it, and tools in the versions that go with it. */
export function packageJson({ app }: Names, installed: { folder: string; package: Package }): string {
  const known = { ...installed.package.dependencies, ...installed.package.devDependencies };
  const tools = TOOLS.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]]));
  const content = {
    name: app,
    version: "0.1.0",
    private: true,
    type: "module",
    scripts: { start: "iex-ts -S mix", test: "iex-ts test" },
    dependencies: { "iex-ts": `file:${installed.folder}` },
    devDependencies: Object.fromEntries(tools),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

export function tsconfig(): string {
  return `{
  "compilerOptions": {
    "target": "ES2023",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "strict": true,
    "isolatedModules": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true,
    "noEmit": true,
    "types": ["node"]
  },
  "include": ["src", "test", "config", "mix.ts", "jest.config.ts"]
}
`;
}

/** jest reads it with ts-node, as the comment on top says. */
export function jestConfig(): string {
  return `/**
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
  moduleNameMapper: { "^(\\\\.{1,2}/.*)\\\\.js$": "$1" },
};

export default config;
`;
}

export function definition({ app, module, sup }: Names): string {
  const mod = sup ? `\n  mod: [${JSON.stringify(`${module}.Application`)}, []],` : "";
  return `import { type ApplicationDefinition, configEnv, type ProjectDefinition } from "iex-ts/config";

export const project: ProjectDefinition = {
  app: "${app}",
  version: "0.1.0",
  // Ends the node when the application ends.
  startPermanent: configEnv() === "prod",
};

// What runs: "iex-ts help run" tells more.
export const application: ApplicationDefinition = {
  extraApplications: ["logger"],${mod}
};
`;
}

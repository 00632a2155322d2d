import type { Names } from "../new.js";

export function configFile(): string {
  return `// Configures the applications: Application.getEnv gives these values.
import { configEnv, importConfig } from "iex-ts/config";

// What is the same everywhere stands here; the file of the environment comes last and wins.
await importConfig(\`\${configEnv()}.ts\`);
`;
}

export function environmentFile({ app }: Names): string {
  return `import { config } from "iex-ts/config";

config("${app}", {});
`;
}

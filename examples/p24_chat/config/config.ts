// Configures the applications: Application.getEnv gives these values.
import { configEnv, importConfig } from "iex-ts/config";

// What is the same everywhere stands here; the file of the environment comes last and wins.
await importConfig(`${configEnv()}.ts`);

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { config, configEnv, importConfig } from "../../src/project/config.js";
import { evaluateConfig } from "../../src/project/evaluation.js";
import type { Configuration } from "../../src/project/merge.js";

const folder = mkdtempSync(join(tmpdir(), "iex-ts-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Files = Record<string, () => unknown>;

/** Evaluates config files that are functions here. */
function evaluate(files: Files, environment = "dev"): Promise<Configuration> {
  for (const name of Object.keys(files)) writeFileSync(join(folder, name), "");
  return evaluateConfig(join(folder, "config.ts"), environment, async (path) => files[basename(path)]!());
}

describe("a config file", () => {
  it("sets values of applications, which may be functions", async () => {
    const remoteSupervisor = (recipient: string) => ["P24Chat.TaskSupervisor", recipient];
    const values = await evaluate({
      "config.ts": () => {
        config("p24_chat", { remoteSupervisor, limits: { messages: 1, users: 2 } });
        config("logger", { level: "info" });
        config("p24_chat", "limits", { messages: 3 });
      },
    });
    expect(values).toEqual({
      p24_chat: { remoteSupervisor, limits: { messages: 3, users: 2 } },
      logger: { level: "info" },
    });
  });

  it("imports that of the environment, whose values win", async () => {
    const files = {
      "config.ts": async () => {
        config("chat", { a: 1, b: 1 });
        await importConfig(`${configEnv()}.ts`);
      },
      "test.ts": () => config("chat", { b: 2, env: configEnv() }),
    };
    expect(await evaluate(files, "test")).toEqual({ chat: { a: 1, b: 2, env: "test" } });
  });

  it("may import another without waiting for it", async () => {
    const files = {
      "config.ts": () => void importConfig("late.ts"),
      "late.ts": async () => {
        await new Promise(setImmediate);
        config("chat", { late: true });
      },
    };
    expect(await evaluate(files)).toEqual({ chat: { late: true } });
  });

  it.each<[string, Files, string]>([
    [
      "imports a file that is not there",
      { "config.ts": () => importConfig("none.ts") },
      "none.ts: create it, or start with another --env",
    ],
    ["imports itself", { "config.ts": () => importConfig("config.ts") }, "it is being evaluated already"],
    ["throws", { "config.ts": () => Promise.reject(new Error("oops")) }, "oops"],
    [
      "imports one that throws, without waiting for it",
      { "config.ts": () => void importConfig("bad.ts"), "bad.ts": () => Promise.reject(new Error("oops")) },
      "oops",
    ],
    ["gives no values", { "config.ts": () => (config as any)("chat") }, "config() needs an object of values, or a key"],
    [
      "gives a list",
      { "config.ts": () => (config as any)("chat", []) },
      "config() needs an object of values, or a key",
    ],
    [
      "gives no application",
      { "config.ts": () => (config as any)({ a: 1 }) },
      "config() needs the name of an application",
    ],
  ])("that %s fails", async (_title, files, message) => {
    await expect(evaluate(files)).rejects.toThrow(message);
  });

  it("is the only place for its functions, also after one has failed", async () => {
    await expect(evaluate({ "config.ts": () => Promise.reject(new Error("oops")) })).rejects.toThrow("oops");
    const where = "must be called in a config file: in config/config.ts";
    expect(() => config("chat", {})).toThrow(`config() ${where}`);
    expect(() => configEnv()).toThrow(`configEnv() ${where}`);
    expect(() => importConfig("dev.ts")).toThrow(`importConfig() ${where}`);
  });
});

import { describe, expect, it } from "@jest/globals";
import { restartTypeOf, specOf } from "../../src/project/definition.js";
import { environmentOf } from "../../src/project/environment.js";

const project = { app: "p24_chat", version: "0.1.0" };

describe("mix.ts", () => {
  it("defines an application with its callback module", () => {
    const application = { extraApplications: ["logger"], mod: ["P24Chat.Application", []], env: { a: 1 } };
    expect(specOf({ project: { ...project, description: "A chat" }, application })).toEqual({
      name: "p24_chat",
      version: "0.1.0",
      description: "A chat",
      applications: ["logger"],
      mod: ["P24Chat.Application", []],
      env: { a: 1 },
    });
  });

  it("says whether the node ends with the application", () => {
    const types = [undefined, false, true].map((startPermanent) => restartTypeOf({ project: { startPermanent } }));
    expect(types).toEqual(["temporary", "temporary", "permanent"]);
    expect(() => restartTypeOf({ project: { startPermanent: "prod" } })).toThrow(
      'project.startPermanent in mix.ts must be true or false, got: "prod"',
    );
  });

  it("may leave out what runs: then it is a library", () => {
    expect(specOf({ project })).toEqual({ name: "p24_chat", version: "0.1.0", applications: [] });
  });

  it.each<[string, object, string]>([
    ["project", {}, "mix.ts must export project"],
    ["project", { project: "p24_chat" }, "mix.ts must export project"],
    ["project.app", { project: { version: "1" } }, "project.app in mix.ts must be the name of the application"],
    ["project.app", { project: { ...project, app: "P24" } }, 'as in p24_chat, got: "P24"'],
    [
      "project.version",
      { project: { app: "a", version: 1 } },
      'project.version in mix.ts must be a version, as in "0.1.0"',
    ],
    ["application", { project, application: [] }, "mix.ts must export application"],
    [
      "application.mod",
      { project, application: { mod: "A" } },
      "application.mod in mix.ts must be a module and its arg",
    ],
    ["application.mod", { project, application: { mod: ["A"] } }, 'got: ["A"]'],
    [
      "application.extraApplications",
      { project, application: { extraApplications: "logger" } },
      'names of applications, as in ["logger"], got: "logger"',
    ],
  ])("that has a wrong %s is told so", (_field, exports, message) => {
    expect(() => specOf(exports as Record<string, unknown>)).toThrow(message);
  });
});

describe("the environment of a project", () => {
  it.each<[string | undefined, string | undefined, string | undefined, string]>([
    [undefined, undefined, undefined, "dev"],
    [undefined, "", undefined, "dev"],
    [undefined, "development", undefined, "dev"],
    [undefined, "production", undefined, "prod"],
    [undefined, "test", undefined, "test"],
    [undefined, "staging", undefined, "staging"],
    [undefined, undefined, "test", "test"],
    ["prod", "test", "test", "prod"],
  ])("is, for --env %s, NODE_ENV %s and the fallback %s, %s", (given, nodeEnv, fallback, environment) => {
    expect(environmentOf(given, nodeEnv, fallback)).toBe(environment);
  });

  it("must be a name that a folder can have", () => {
    expect(() => environmentOf("../x", undefined)).toThrow('Cannot use the environment "../x" of --env');
    expect(() => environmentOf(undefined, "A B")).toThrow('Cannot use the environment "A B" of NODE_ENV');
  });
});

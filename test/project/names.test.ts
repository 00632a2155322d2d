import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { addSourceRoot } from "../../src/code/index.js";
import { projectModule } from "../../src/code/naming.js";
import { checkAppName, checkModuleName, fileOfModule, moduleOfApp } from "../../src/project/names.js";

addSourceRoot("/app/src");

describe("the name of an application", () => {
  it.each(["chat", "p24_chat", "a1", "if", "test"])("may be %s", (name) => {
    expect(() => checkAppName(name)).not.toThrow();
  });

  it.each(["Chat", "1chat", "p24-chat", "_chat", "", "chät", "a b", "../chat"])("may not be %j", (name) => {
    expect(() => checkAppName(name)).toThrow(
      "Application name must start with a lowercase ASCII letter, followed by lowercase ASCII letters, numbers, or " +
        `underscores, got: ${JSON.stringify(name)}`,
    );
  });

  it.each(["kernel", "logger", "elixir", "mix"])("may not be that of another application, as %s is", (name) => {
    expect(() => checkAppName(name)).toThrow(`Cannot use application name "${name}" because it is already used`);
  });
});

describe("the name of a module", () => {
  it.each(["Chat", "P24Chat", "My.Chat", "A1.B2"])("may be %s", (name) => {
    expect(() => checkModuleName(name)).not.toThrow();
  });

  it.each(["chat", "My.chat", "My.", "My..Chat", "", "My-Chat", "1A"])("may not be %j", (name) => {
    expect(() => checkModuleName(name)).toThrow(
      `Module name must be a valid alias (for example: Foo.Bar), got: ${JSON.stringify(name)}`,
    );
  });

  it.each(["Node", "IO", "Application", "GenServer", "String", "Map", "Promise"])(
    "may not be that of something which is at the prompt already, as %s is",
    (name) => {
      expect(() => checkModuleName(name)).toThrow(`Module name ${name} is already taken, please choose another name`);
    },
  );
});

describe("a file below src/", () => {
  it.each([
    ["p24_chat.ts", "P24Chat"],
    ["p24_chat/lab.ts", "P24Chat.Lab"],
    ["p24_chat/task_supervisor.ts", "P24Chat.TaskSupervisor"],
    ["my-chat/io-server.tsx", "MyChat.IoServer"],
  ])("%s is the module %s", (file, module) => {
    expect(projectModule(`/app/src/${file}`)).toBe(module);
  });

  it.each(["/app/mix.ts", "/app/src.ts", "/elsewhere/src/a.ts"])("is one, which %s is not", (path) => {
    expect(projectModule(path)).toBeUndefined();
  });

  it("has the name that a module's file is looked for by", () => {
    const part = fc.stringMatching(/^[A-Z][a-z]+[0-9]?([A-Z][a-z]+)?$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
        expect(projectModule(`/app/src/${fileOfModule(parts.join("."))}.ts`)).toBe(parts.join("."));
      }),
    );
  });

  it("is called as its application is", () => {
    expect(["chat", "p24_chat", "a_b_c1"].map(moduleOfApp)).toEqual(["Chat", "P24Chat", "ABC1"]);
  });
});

import { afterEach, describe, expect, it } from "@jest/globals";
import type { Destination } from "iex-ts";
import { Application } from "../../src/otp/index.js";
import { atom, tuple } from "../../src/term/index.js";

declare module "iex-ts" {
  interface ApplicationEnv {
    typed_chat: { remoteSupervisor(recipient: string): Destination; greeting?: string };
  }
}

afterEach(async () => {
  for (const app of ["chat", "typed_chat"]) {
    await Application.unload(app).catch(() => {});
    for (const key of Object.keys(Application.getAllEnv(app)))
      Application.deleteEnv(app as string, key, { persistent: true });
  }
});

describe("the environment of an application", () => {
  it("holds what was put there", () => {
    expect(Application.putEnv("chat", "greeting", "Servus")).toBe(atom.ok);
    expect(Application.getEnv("chat", "greeting")).toBe("Servus");
    expect(Application.getEnv(atom("chat"), atom("greeting"))).toBe("Servus");
    expect(Application.fetchEnv("chat", "greeting")).toEqual(tuple(atom.ok, "Servus"));
    expect(Application.fetchEnvOrThrow("chat", "greeting")).toBe("Servus");
    expect(Application.getAllEnv("chat")).toEqual({ greeting: "Servus" });
  });

  it("gives null, :error, what was given instead, or a clear error for what is missing", () => {
    expect(Application.getEnv("chat", "greeting")).toBeNull();
    expect(Application.getEnv("chat", "greeting", "Hello")).toBe("Hello");
    expect(Application.fetchEnv("chat", "greeting")).toBe(atom.error);
    expect(Application.getAllEnv("chat")).toEqual({});
    const text = "could not fetch application environment :greeting for application :chat because";
    expect(() => Application.fetchEnvOrThrow("chat", "greeting")).toThrow(
      expect.objectContaining({
        name: "ArgumentError",
        message: `${text} the application was not loaded nor configured`,
      }),
    );
    Application.putEnv("chat", "other", 1);
    expect(() => Application.fetchEnvOrThrow("chat", "greeting")).toThrow(
      `${text} configuration at :greeting was not set`,
    );
  });

  it("tells a value that is null from one that is missing", () => {
    Application.putEnv("chat", "greeting", null);
    expect(Application.getEnv("chat", "greeting", "Hello")).toBeNull();
    expect(Application.fetchEnv("chat", "greeting")).toEqual(tuple(atom.ok, null));
  });

  it("is put for many applications at once, and deleted by key", () => {
    Application.putAllEnv({ chat: { a: 1, b: 2 }, typed_chat: { greeting: "Hi" } });
    expect(Application.getAllEnv("chat")).toEqual({ a: 1, b: 2 });
    expect(Application.getEnv("typed_chat", "greeting")).toBe("Hi");
    expect(Application.deleteEnv("chat", "a")).toBe(atom.ok);
    expect(Application.getAllEnv("chat")).toEqual({ b: 2 });
  });

  it("is replaced by that of the specification at load, but for what is persistent", async () => {
    Application.putAllEnv({ chat: { x: 9, z: 9 } });
    Application.putEnv("chat", "y", 9, { persistent: true });
    Application.load({ name: "chat", env: { x: 1, y: 2 } });
    expect(Application.getAllEnv("chat")).toEqual({ x: 1, y: 9, z: 9 });
    await Application.unload("chat");
    expect(Application.getAllEnv("chat")).toEqual({});
    Application.load({ name: "chat", env: { x: 1, y: 2 } });
    expect(Application.getAllEnv("chat")).toEqual({ x: 1, y: 9 });
  });

  it("does not take the names of objects' own properties for keys", () => {
    expect(Application.getEnv("constructor", "name")).toBeNull();
    expect(Application.getEnv("chat", "toString")).toBeNull();
  });

  it("is checked by the compiler where a program declares it", () => {
    const supervisor = (recipient: string): [string, string] => ["Chat.Supervisor", recipient];
    Application.putEnv("typed_chat", "remoteSupervisor", supervisor);
    const destination: Destination = Application.getEnv("typed_chat", "remoteSupervisor")("you@localhost");
    expect(destination).toEqual(["Chat.Supervisor", "you@localhost"]);
    const optional: string | null = Application.getEnv("typed_chat", "greeting");
    expect(optional).toBeNull();
    const surely: string = Application.getEnv("typed_chat", "greeting", "Hello");
    expect(surely).toBe("Hello");
    // @ts-expect-error it is a function of a string
    expect(() => Application.getEnv("typed_chat", "remoteSupervisor")(1)).not.toThrow();
    // @ts-expect-error there is no such key
    expect(Application.getEnv("typed_chat", "remoteSupervisr")).toBeNull();
    // @ts-expect-error it may be missing
    const missing: string = Application.getEnv("typed_chat", "greeting");
    expect(missing).toBeNull();
    // @ts-expect-error it is a string
    Application.putEnv("typed_chat", "greeting", 1);
    // @ts-expect-error it is a string
    Application.putAllEnv({ typed_chat: { greeting: 1 } });
    // @ts-expect-error there is no such key
    Application.deleteEnv("typed_chat", "greetin");
  });
});

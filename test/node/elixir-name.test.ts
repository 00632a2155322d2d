import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { exportCalled, typescriptNames } from "../../src/node/modules/elixir-name.js";

describe("a function that Elixir calls by its own name", () => {
  it.each([
    ["list", ["list"]],
    ["spawn_link", ["spawn_link", "spawnLink"]],
    ["send_after", ["send_after", "sendAfter"]],
    ["get_cookie", ["get_cookie", "getCookie"]],
    ["alive?", ["alive?", "isAlive", "alive"]],
    ["started_applications?", ["started_applications?", "isStartedApplications", "startedApplications"]],
    ["fetch_env!", ["fetch_env!", "fetchEnvOrThrow"]],
    ["utf8_to_text", ["utf8_to_text", "utf8ToText"]],
    ["spawnLink", ["spawnLink"]],
    ["+", ["+"]],
    ["", [""]],
    ["__info__", ["__info__"]],
  ])("%s can be called %j here", (name, names) => {
    expect(typescriptNames(name)).toEqual(names);
  });

  const exports = { isAlive: () => true, spawnLink: () => 1, list: () => [], both: 1, isDead: () => 1, dead: () => 2 };
  it.each([
    ["alive?", "isAlive"],
    ["spawn_link", "spawnLink"],
    ["list", "list"],
    ["both", undefined],
    ["dead?", undefined],
    ["gone", undefined],
    ["to_string", undefined],
  ])("%s is found as %s", (name, found) => {
    expect(exportCalled(exports, name)).toBe(found);
  });

  it("is never found on what objects have of their own", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(exportCalled({}, name)).toBeUndefined();
      }),
    );
  });
});

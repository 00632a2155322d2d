import { execFile, execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { resolveCookie } from "../../src/dist/cookie.js";
import { bundle } from "./fixtures/bundle.js";

const rooms: string[] = [];
let home = "";
const file = () => join(home, ".erlang.cookie");

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), "iex-ts-cookie-"));
  rooms.push(made);
  return made;
}

/** An old file: a fresh one might be in the making. */
function write(text: string, mode = 0o400): void {
  writeFileSync(file(), text, { mode });
  chmodSync(file(), mode);
  utimesSync(file(), 1, 1);
}

beforeEach(() => {
  home = directory();
});
afterAll(() => {
  for (const room of rooms) rmSync(room, { recursive: true, force: true });
});

describe("A given cookie", () => {
  it("wins over the file, which is not even made", () => {
    expect(resolveCookie({ given: "secret-token", home })).toBe("secret-token");
    expect(readdirSync(home)).toEqual([]);
  });

  it("is refused when it is empty or longer than an atom, with what to do", () => {
    expect(() => resolveCookie({ given: "", home })).toThrow(/empty cookie.*--cookie/);
    expect(() => resolveCookie({ given: "x".repeat(256), home })).toThrow(/256 characters.*at most 255/);
    expect(resolveCookie({ given: "x".repeat(255), home })).toHaveLength(255);
  });
});

describe("The cookie file", () => {
  it("is made with 20 upper-case letters that only the owner may read, and used from then on", () => {
    const cookie = resolveCookie({ home });
    expect(cookie).toMatch(/^[A-Z]{20}$/);
    expect(readFileSync(file(), "utf8")).toBe(cookie);
    expect(statSync(file()).mode & 0o777).toBe(0o400);
    expect(readdirSync(home)).toEqual([".erlang.cookie"]);
    expect(resolveCookie({ home })).toBe(cookie);
    expect(resolveCookie({ home: directory() })).not.toBe(cookie);
  });

  it("may end with line ends", () => {
    write("SECRET\r\n\n");
    expect(resolveCookie({ home })).toBe("SECRET");
  });

  it("may be writable by its owner, and have blanks in the middle, as Erlang allows", () => {
    write("two words\n", 0o600);
    expect(resolveCookie({ home })).toBe("two words");
  });

  it("is refused when others may read it, with the command that repairs it", () => {
    write("SECRET", 0o644);
    expect(() => resolveCookie({ home })).toThrow(
      `Cookie file ${file()} must be accessible by owner only, type: chmod 400 ${file()}`,
    );
  });

  it("is refused when it is empty or has more than one line of printable characters", () => {
    write("");
    expect(() => resolveCookie({ home })).toThrow(/it is empty, remove the file/);
    write("A\n");
    rmSync(file());
    write("ABC\nDEF");
    expect(() => resolveCookie({ home })).toThrow(/bad characters in cookie/);
  });

  it("is refused when it cannot be read or made, naming the file", () => {
    mkdirSync(file(), { mode: 0o700 });
    expect(() => resolveCookie({ home })).toThrow(`Cannot read the cookie file ${file()}: EISDIR`);
    expect(() => resolveCookie({ home: join(home, "nowhere") })).toThrow(
      /Cannot create the cookie file .*ENOENT.*--cookie/,
    );
  });

  it("is the same one for nodes that start together", async () => {
    const script = bundle("cookie.ts", directory());
    const started = Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, [script, home]));
    const cookies = (await Promise.all(started)).map(({ stdout }) => stdout.trim());
    expect(new Set(cookies).size).toBe(1);
    expect(cookies[0]).toMatch(/^[A-Z]{20}$/);
    expect(readdirSync(home)).toEqual([".erlang.cookie"]);
  });
});

const hasErlang = spawnSync("erl", ["-version"]).status === 0;
(hasErlang ? describe : describe.skip)("With a real Erlang (skipped where there is none)", () => {
  it("each side uses the file that the other made", () => {
    const code = 'io:format("~s", [auth:get_cookie()]), halt().';
    const args = ["-sname", `cookie${process.pid}`, "-start_epmd", "false", "-dist_listen", "false"];
    const erlang = () => {
      const env = { ...process.env, HOME: home, ERL_EPMD_PORT: "1" };
      return execFileSync("erl", [...args, "-noshell", "-eval", code], { env, encoding: "utf8" });
    };
    const ours = resolveCookie({ home });
    expect(erlang()).toBe(ours);
    home = directory();
    const theirs = erlang();
    expect(resolveCookie({ home })).toBe(theirs);
  });
});

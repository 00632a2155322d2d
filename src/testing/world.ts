import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { chmodSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./port.js";

/** What the nodes of one test share, and nobody else: a home with a cookie, and a name server's port. */
export interface World {
  /** The home directory of its nodes, empty but for the cookie. */
  readonly home: string;
  /** Where its nodes find one another. */
  readonly epmdPort: number;
  readonly env: Readonly<Record<string, string>>;
  /** Has an OS process end when this one does, however this one ends. */
  guard(child: ChildProcess): void;
  /** Removes the home. All nodes must have ended. */
  remove(): Promise<void>;
}

/**
 * Makes a world.
 *
 * @param cookie what its nodes share; a random one when left out
 */
export async function createWorld(cookie = randomLetters()): Promise<World> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "iex-ts-test-")));
  const guardian = startGuardian(home);
  const file = join(home, ".erlang.cookie");
  writeFileSync(file, cookie);
  chmodSync(file, 0o400);
  const epmdPort = await freePort();
  return {
    home,
    epmdPort,
    env: environment(home, epmdPort),
    guard(child) {
      tell(guardian, `+ ${child.pid}`);
      child.once("exit", () => tell(guardian, `- ${child.pid}`));
    },
    remove: () => end(guardian),
  };
}

function randomLetters(): string {
  return Array.from({ length: 20 }, () => String.fromCharCode(65 + randomInt(26))).join("");
}

/** Settings of whoever runs the tests must not show in what nodes do and print. */
function environment(home: string, epmdPort: number): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(ERL_|XDG_|NODE_OPTIONS$|NODE_V8_COVERAGE$|FORCE_COLOR$|LC_)/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    ERL_EPMD_PORT: String(epmdPort),
    TZ: "UTC",
    LANG: "C.UTF-8",
    NO_COLOR: "1",
    COLUMNS: "80",
  };
}

/**
 * A test process can be killed before it tidies up, so another one does that: it learns who has to
 * end and, once nobody talks to it any more, ends them and removes the home.
 */
const GUARD = `
pids=" "
while read -r sign pid; do
  case $sign in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
rm -rf -- "$1"
`;

function startGuardian(home: string): ChildProcess {
  const guardian = spawn("/bin/sh", ["-c", GUARD, "sh", home], {
    detached: true,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
  });
  guardian.stdin!.on("error", () => {});
  release(guardian);
  return guardian;
}

function tell(guardian: ChildProcess, line: string): void {
  if (guardian.stdin?.writable) guardian.stdin.write(`${line}\n`);
}

function end(guardian: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (guardian.exitCode !== null) return resolve();
    guardian.ref();
    guardian.once("exit", () => resolve());
    guardian.stdin!.end();
  });
}

/** Lets this process end although that one lives. */
export function release(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) (pipe as { unref?(): void } | null)?.unref?.();
}

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild } from "./children.js";

/** A home and an epmd of our own, so that a run meets no node, cookie or history of the user's. */
export interface Surroundings {
  /** The version of Elixir, if it is installed. */
  elixir: string | undefined;
  remove(): void;
}

export async function prepareSurroundings(): Promise<Surroundings> {
  const home = mkdtempSync(join(tmpdir(), "iex-ts-bench-"));
  const cookie = randomBytes(12).toString("hex").toUpperCase();
  writeFileSync(join(home, ".erlang.cookie"), cookie, { mode: 0o400 });
  const port = await freePort();
  Object.assign(process.env, {
    HOME: home,
    ERL_EPMD_PORT: String(port),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    // Whoever asks for more than a bell would measure the terminal.
    TERM: "dumb",
    NO_COLOR: "1",
  });
  delete process.env.NODE_OPTIONS;
  delete process.env.FORCE_COLOR;
  const elixir = elixirVersion();
  // BEAM nodes would start one that outlives them.
  if (elixir) startChild("epmd", ["-port", String(port)], { stdio: "ignore", detached: true });
  return { elixir, remove: () => rmSync(home, { recursive: true, force: true }) };
}

function elixirVersion(): string | undefined {
  try {
    const text = execFileSync("elixir", ["--short-version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const otp = execFileSync("erl", ["-noshell", "-eval", "io:put_chars(erlang:system_info(otp_release)), halt()."], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return `${text.trim()} on OTP ${otp.trim()}`;
  } catch {
    return undefined;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

import type { Names } from "../new.js";

/** What a new project can do. */
export function hello({ module }: Names): string {
  return `import { atom } from "iex-ts";

/**
 * Hello world.
 *
 * @example
 * ${module}.hello(); // :world
 */
export function hello() {
  return atom("world");
}
`;
}

export function application({ module }: Names): string {
  return `import { Supervisor } from "iex-ts";

/** Starts the processes of the application: mix.ts names this module. */
export function start() {
  return Supervisor.startLink(
    [
      // Starts a worker by calling ${module}.Worker.startLink(arg):
      // ["${module}.Worker", arg],
    ],
    { strategy: "oneForOne", name: "${module}.Supervisor" },
  );
}
`;
}

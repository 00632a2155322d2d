import { beforeAll, describe, expect, it } from "@jest/globals";
import { type Host, runHost } from "./host.js";

const UNCAUGHT = "[error] Uncaught\n";

/** By what is typed, what is told of it. */
const TYPED: Record<string, [line: string, told: string]> = {
  "a promise that is rejected": ["void Promise.reject(new Error('lost'))", "** (Error) lost\n    iex:"],
  "an asynchronous function that fails later": [
    "void (async () => { await Process.sleep(5); throw new TypeError('quiet') })()",
    "** (TypeError) quiet\n    iex:",
  ],
  "a promise of what is no error": ["void Promise.reject('a text')", '** (throw) "a text"'],
  "a timer": ["setTimeout(() => { throw new Error('timer') }, 5)", "** (Error) timer\n    iex:"],
  "a timer that throws what is no error": ["setTimeout(() => { throw 'timer text' })", '** (throw) "timer text"'],
  "an interval": [
    "const i = setInterval(() => { clearInterval(i); throw new Error('interval') }, 5)",
    "** (Error) interval\n",
  ],
  "an immediate": ["setImmediate(() => { throw 'immediate' })", '** (throw) "immediate"'],
  "a tick": ["process.nextTick(() => { throw 'tick' })", '** (throw) "tick"'],
  "a microtask": ["queueMicrotask(() => { throw 'microtask' })", '** (throw) "microtask"'],
  "a function of the program, called by a timer": ["setTimeout(fail, 5, 'late')", '** (throw) "late"'],
  "an exit in a timer": ["setTimeout(() => exit('bad'))", '** (exit) "bad"'],
  "a process": ["spawn(() => void Promise.reject('process'))", '** (throw) "process"'],
  "a timer of a process that has ended": [
    "spawn(() => void setTimeout(() => { throw 'ended' }, 20))",
    '** (throw) "ended"',
  ],
  "a task": ["void Task.async(() => void setTimeout(() => { throw 'task' }))", '** (throw) "task"'],
};

describe("an error that nobody handles, typed at a shell", () => {
  let host: Host;
  const told = (text: string) => host.shells[0].split(`${UNCAUGHT}${text}`).length - 1;
  beforeAll(async () => {
    const lines = Object.values(TYPED).map(([line, text]) => [`${line}; 0`, text]);
    host = await runHost(`
      const heard = [];
      process.on("warning", (warning) => heard.push(warning.message));
      const fail = (error) => { throw error };
      const one = open({ bindings: { fail } });
      for (const [line, told] of ${JSON.stringify(lines)}) {
        one.type(line);
        await one.until({ test: (printed) => printed.includes(${JSON.stringify(UNCAUGHT)} + told) });
      }
      one.type(
        "const handled = [Promise.reject('first')]; await Process.sleep(5); handled[0].catch(() => {})",
        "respawn()",
        "'still ' + 'here'",
      );
      await one.until(/still here/);
      one.close();
      await one.left;
      console.log(heard, "goes on");
    `).then(({ shells: [other, typed], ...rest }) => ({ ...rest, shells: [typed, other] }));
  });

  it.each(Object.entries(TYPED))("is told there, once: %s", (_what, [, text]) => {
    expect(told(text)).toBe(1);
  });

  it("ends nothing, and is no business of the program", () => {
    expect(host).toMatchObject({ status: 0, errors: "", output: "[] goes on\n" });
  });

  it("is not told at another shell", () => {
    expect(host.shells[1]).toMatch(/^Interactive TypeScript .*\niex\(1\)> $/);
  });

  it("is told once where it is handled after all", () => {
    expect(told('** (throw) "first"')).toBe(1);
  });

  it("is told with the time, between empty lines and prompts as any text", () => {
    expect(host.shells[0]).toMatch(/\n\n\d\d:\d\d:\d\d\.\d{3} \[error\] Uncaught\n\*\* \(Error\) lost\n {4}iex:1: /);
  });
});

describe("an error of what a shell has left behind", () => {
  it("is logged by the node, and ends nothing", async () => {
    const { status, output, errors } = await runHost(`
      let end;
      const one = open({ bindings: { ended: new Promise((resolve) => { end = resolve; }) } });
      one.type("void ended.then(() => setTimeout(() => { throw new Error('late') }))", "exit()");
      await one.left;
      shell.close();
      await shell.left;
      process.once("beforeExit", () => console.log("goes on"));
      end();
    `);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toMatch(/^\n[\d:.]+ \[error\] Uncaught\n\*\* \(Error\) late\n {4}iex:1: .*\ngoes on\n$/);
  });
});

describe("what a listener throws that was typed, when the program calls it", () => {
  const LISTEN = `
    const emitter = new EventEmitter();
    const one = open({ bindings: { emitter } });
    one.type("emitter.on('tick', () => { throw new Error('listener') }); 'listens'");
    await one.until(/"listens"/);
    process.once("beforeExit", () => console.log("goes on"));
  `;
  const TOLD = /\[error\] Uncaught\n\*\* \(Error\) listener\n {4}iex:1: /g;

  it("is told at the shell", async () => {
    const { status, output, errors, shells } = await runHost(`
      shell.close();
      await shell.left;
      ${LISTEN}
      setTimeout(() => emitter.emit("tick"));
      await one.until(/Uncaught/);
    `);
    expect({ status, output, errors }).toEqual({ status: 0, output: "goes on\n", errors: "" });
    expect(shells[1].match(TOLD)).toHaveLength(1);
  });

  it("is logged by the node where there are several, for nobody knows at which it was typed", async () => {
    const { status, output, errors } = await runHost(`${LISTEN}setTimeout(() => emitter.emit("tick"));`);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output.match(TOLD)).toHaveLength(1);
    expect(output).toMatch(/goes on\n$/);
  });
});

describe("an error of the program around a shell", () => {
  /** What the program does beside or after a shell, and without any. */
  const OWN: Record<string, string> = {
    "a promise that is rejected": `Promise.reject(new Error("mine"));`,
    "a promise of what is no error": `Promise.reject("mine");`,
    "a function that fails later": `(async () => { await wait(5); throw new Error("mine"); })();`,
    "a timer": `setTimeout(() => { throw new Error("mine"); }, 5);`,
    "a tick": `process.nextTick(() => { throw new Error("mine"); });`,
    "what it throws at once": `throw new Error("mine");`,
    "a promise of a process": `await inProcess(() => spawn(() => void Promise.reject(new Error("mine"))));`,
    "a timer of a process": `await inProcess(() => spawn(() => void setTimeout(() => { throw new Error("mine"); })));`,
  };
  const USE = `
    shell?.type("void Promise.reject(1); setTimeout(() => { throw 2 }); 1");
    await shell?.until(/Uncaught[^]*Uncaught/);
  `;
  const STAY = `await wait(100); console.log("goes on"); process.exit();`;

  /** With a shell, and without. */
  const both = (body: string, flags?: string[]) =>
    Promise.all([runHost(body, { flags: flags ?? [] }), runHost(body, { flags: flags ?? [], withShell: false })]);

  const visible = ({ status, output, errors }: Host) => ({ status, output, errors: errors.replace(/:\d+\)/g, ")") });

  it.each(Object.entries(OWN))("does what Node.js does: %s", async (_what, failure) => {
    const [beside, without] = await both(USE + failure + STAY);
    expect(visible(beside)).toEqual(visible(without));
    expect(without).toMatchObject({ status: 1, output: "", errors: expect.stringContaining("mine") });
  });

  it("does so after the last shell has ended", async () => {
    const [after, without] = await both(`${USE}shell?.close();await shell?.left;${OWN["a timer"]}${STAY}`);
    expect(visible(after)).toEqual(visible(without));
    expect(without.status).toBe(1);
  });

  it.each([
    ["none", 0],
    ["warn", 0],
    ["warn-with-error-code", 1],
    ["strict", 1],
  ])("does what is wanted with --unhandled-rejections=%s", async (mode, status) => {
    const failure = `Promise.reject(new Error("mine"));`;
    const flags = [`--unhandled-rejections=${mode}`];
    const [beside, without] = await both(`shell?.type("1 + 1"); await shell?.until(/> 2\\n/);${failure}${STAY}`, flags);
    expect(visible(beside)).toEqual(visible(without));
    expect(without.status).toBe(status);
  });

  it("is its own where it comes right after one of what was typed", async () => {
    const { status, output, shells } = await runHost(`
      const heard = [];
      process.on("uncaughtException", (error) => heard.push(error));
      shell.type("void setTimeout(() => { throw 'typed' }, 5); 'armed'");
      await shell.until(/"armed"/);
      setTimeout(() => { throw "mine"; }, 5);
      // So that both are due at once.
      for (const end = Date.now() + 30; Date.now() < end; );
      await shell.until(/Uncaught\\n.*typed/);
      await wait(10);
      console.log(heard);
      shell.close();
    `);
    expect({ status, output }).toEqual({ status: 0, output: "[ 'mine' ]\n" });
    expect(shells[0].match(/Uncaught/g)).toHaveLength(1);
  });

  it("is heard by the program's listeners, once; what was typed is not", async () => {
    const { status, output, errors } = await runHost(`
      const heard = [];
      for (const event of ["uncaughtException", "uncaughtExceptionMonitor", "unhandledRejection", "rejectionHandled"])
        process.on(event, (error) => heard.push([event, error.message ?? "a promise"].join(": ")));
      ${USE}
      const late = Promise.reject(new Error("rejected"));
      setTimeout(() => { throw new Error("thrown"); });
      await wait(50);
      late.catch(() => {});
      await wait(50);
      console.log(heard.join(", "));
      shell.close();
    `);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toBe(
      "unhandledRejection: rejected, uncaughtExceptionMonitor: thrown, uncaughtException: thrown, rejectionHandled: a promise\n",
    );
  });
});

describe("with --unhandled-rejections=strict", () => {
  it("what was typed ends nothing either, and is told once", async () => {
    const { status, shells } = await runHost(
      `
        shell.type("void Promise.reject(new Error('lost')); 1", "void Promise.reject(new Error('found')); 1", "6 * 7");
        await shell.until(/lost[^]*found/); await shell.until(/42/);
        shell.close();
      `,
      { flags: ["--unhandled-rejections=strict"] },
    );
    expect(status).toBe(0);
    expect(shells[0].match(/\(Error\) lost/g)).toHaveLength(1);
    expect(shells[0].match(/\(Error\) found/g)).toHaveLength(1);
  });
});

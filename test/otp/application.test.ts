import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { IO, startGroupLeader, startLogger, stringDevice } from "../../src/io/index.js";
import { Application, attempt } from "../../src/otp/index.js";
import { type Exit, exit, inProcess, Process, receive, self, send, spawn, spawnLink } from "../../src/process/index.js";
import { atom, type Pid, tuple } from "../../src/term/index.js";
import { endOf, endProcesses, gate, nextTurn } from "../support/processes.js";

const device = stringDevice();
let heard: unknown[];

beforeEach(async () => {
  heard = [];
  device.take();
  const user = startGroupLeader(device);
  await inProcess(() => Process.register(user, "user"));
  startLogger({ device: "user", isUp: () => false, isLoaded: () => false });
  await nextTurn();
});

afterEach(async () => {
  await endProcesses();
  for (const [name] of Application.loadedApplications()) {
    if (STANDARD.includes(name)) continue;
    await Application.stop(name).catch(() => {});
    await Application.unload(name);
  }
  await endProcesses();
});

const STANDARD = ["kernel", "stdlib", "elixir", "iex", "logger"].map((name) => atom(name));

/** The log, without the times. */
async function logged(): Promise<string> {
  for (let i = 0; i < 5; i++) await nextTurn();
  return device.take().replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, "TIME");
}

/** A process that ends as it is told. */
function top(): Pid {
  return spawnLink(async () => exit(await receive()));
}

const callbacks: Application.Callbacks = {
  start: (type, args) => {
    heard.push(["start", type, args]);
    return tuple(atom.ok, top(), "state");
  },
  prepStop: (state) => {
    heard.push(["prepStop", state]);
    return `${state}, prepared`;
  },
  stop: (state) => void heard.push(["stop", state]),
};

function chat(overrides: Partial<Application.ApplicationSpec> = {}): Application.ApplicationSpec {
  return { name: "chat", version: "0.1.0", description: "a chat", mod: [callbacks, ["args"]], ...overrides };
}

function started(): unknown[] {
  return Application.startedApplications().map(([name]) => name);
}

/** Starts the application with that start callback, and gives what came of it. */
function outcome(start: Application.Callbacks["start"], how = Application.start): Promise<unknown> {
  Application.load(chat({ mod: [{ start }, []] }));
  return attempt(() => how("chat"));
}

const CALL = tuple(atom("Elixir.Application"), atom("start"), [atom.normal, []]);

describe("an application", () => {
  it("is started by its callback, whose process is the top of it", async () => {
    Application.load(chat());
    expect(await Application.start("chat")).toBe(atom.ok);
    expect(heard).toEqual([["start", atom.normal, ["args"]]]);
    expect(started()[0]).toBe(atom("chat"));
    expect(Application.startedApplications()[0]).toEqual(tuple(atom("chat"), "a chat", "0.1.0"));
  });

  it("is stopped in order: prepStop, the processes, stop", async () => {
    Application.load(
      chat({
        mod: [
          {
            ...callbacks,
            start: () =>
              spawnLink(async () => {
                Process.flag("trapExit", true);
                heard.push(["process", ((await receive()) as unknown[])[2]]);
              }),
          },
          [],
        ],
      }),
    );
    await Application.start("chat");
    expect(await Application.stop("chat")).toBe(atom.ok);
    expect(heard).toEqual([
      ["prepStop", []],
      ["process", atom.shutdown],
      ["stop", ", prepared"],
    ]);
    expect(started()).not.toContain(atom("chat"));
    expect(await logged()).toBe("\nTIME [notice] Application chat exited: :stopped\n");
  });

  it("has its end logged, and can be started again", async () => {
    for (const [reason, text] of [
      [atom.normal, "normal"],
      [atom.shutdown, "shutdown"],
      [atom.boom, ":boom"],
      [tuple(atom.shutdown, atom.x), "shutdown: :x"],
    ] as const) {
      const tops: Pid[] = [];
      Application.load(chat({ mod: [{ ...callbacks, start: () => tops[tops.push(top()) - 1] }, []] }));
      await Application.start("chat");
      await inProcess(async () => {
        send(tops[0]!, reason);
        await endOf(tops[0]!);
      });
      expect(await logged()).toBe(`\nTIME [notice] Application chat exited: ${text}\n`);
      expect(heard.splice(0)).toEqual([
        ["prepStop", []],
        ["stop", ", prepared"],
      ]);
      expect(started()).not.toContain(atom("chat"));
      await Application.unload("chat");
    }
  });

  it("prints where its node prints, whoever started it", async () => {
    const elsewhere = stringDevice();
    Application.load(
      chat({
        mod: [
          {
            start: () =>
              spawnLink(async () => {
                await IO.puts("from the application");
                await receive();
              }),
          },
          [],
        ],
      }),
    );
    await inProcess(async () => {
      Process.groupLeader(self(), startGroupLeader(elsewhere));
      await Application.start("chat");
    });
    expect(await logged()).toBe("from the application\n");
    expect(elsewhere.contents()).toBe("");
  });

  it("knows its processes", async () => {
    let pid: Pid | undefined;
    Application.load(
      chat({
        mod: [
          {
            start: () => {
              pid = top();
              return pid;
            },
          },
          [],
        ],
        modules: ["Chat.Room"],
      }),
    );
    await Application.start("chat");
    expect(Application.getApplication(pid!)).toBe(atom("chat"));
    expect(Application.getApplication("Chat.Room")).toBe(atom("chat"));
    expect(Application.getApplication("Chat.Other")).toBeNull();
    expect(await inProcess(() => Application.getApplication(self()))).toBeNull();
  });

  it("takes the processes along that it has started outside of its tree", async () => {
    const stray = gate<Pid>();
    Application.load(
      chat({
        mod: [
          {
            start: () => {
              stray.open(spawn(() => receive()));
              return top();
            },
          },
          [],
        ],
      }),
    );
    await Application.start("chat");
    const pid = await stray.opened;
    const end = inProcess(() => endOf(pid));
    await Application.stop("chat");
    expect(await end).toBe(atom.killed);
  });

  it("is cleaned up when its master is killed", async () => {
    let pid: Pid | undefined;
    Application.load(
      chat({
        mod: [
          {
            ...callbacks,
            start: () => {
              pid = top();
              return pid;
            },
          },
          [],
        ],
      }),
    );
    await Application.start("chat");
    await inProcess(async () => {
      const end = endOf(pid!);
      Process.exit(Process.info(pid!, "groupLeader")!, atom.kill);
      expect(await end).toBe(atom.shutdown);
    });
    expect(await logged()).toBe("\nTIME [notice] Application chat exited: killed\n");
    expect(heard).toEqual([
      ["prepStop", []],
      ["stop", ", prepared"],
    ]);
    expect(started()).not.toContain(atom("chat"));
    expect(await Application.start("chat")).toBe(atom.ok);
  });

  it("ends in order when the controller is killed, and can be started again", async () => {
    let pid: Pid | undefined;
    const start = (): Pid => {
      pid = top();
      return pid;
    };
    Application.load(chat({ mod: [{ ...callbacks, start }, []] }));
    await Application.start("chat");
    await inProcess(async () => {
      const end = endOf(pid!);
      Process.exit(Process.whereis("application_controller")!, atom.kill);
      expect(await end).toBe(atom.shutdown);
    });
    await logged();
    expect(heard).toEqual([
      ["prepStop", []],
      ["stop", ", prepared"],
    ]);
    expect(started()).not.toContain(atom("chat"));
    expect(await Application.start("chat")).toBe(atom.ok);
  });

  it("reads where its node reads", async () => {
    const open = stringDevice("typed\n");
    await inProcess(() => {
      Process.unregister("user");
      Process.register(startGroupLeader(open), "user");
    });
    const line = gate<unknown>();
    const start = (): Pid =>
      spawnLink(async () => {
        line.open(await IO.gets("? "));
        await receive();
      });
    Application.load(chat({ mod: [{ start }, []] }));
    await Application.start("chat");
    expect(await line.opened).toBe("typed\n");
  });

  it("does not end with the process that started it", async () => {
    Application.load(chat());
    await inProcess(async () => {
      const open = gate();
      const starter = spawn(async () => {
        await Application.start("chat");
        open.open();
        await receive();
      });
      await open.opened;
      Process.exit(starter, atom.kill);
    });
    await logged();
    expect(started()).toContain(atom("chat"));
  });

  it("ends although its callbacks fail, which is logged", async () => {
    Application.load(
      chat({
        mod: [
          {
            start: () => top(),
            prepStop: () => {
              throw new RangeError("not prepared");
            },
            stop: () => exit(atom.boom),
          },
          [],
        ],
      }),
    );
    await Application.start("chat");
    expect(await Application.stop("chat")).toBe(atom.ok);
    const text = await logged();
    expect(text).toContain("[error] Application chat: prepStop failed\n** (RangeError) not prepared\n");
    expect(text).toContain("[error] Application chat: stop failed\n** (exit) :boom\n");
  });

  it("without a callback is a library: it counts as started", async () => {
    Application.load({ name: "chat" });
    expect(await Application.start("chat")).toBe(atom.ok);
    expect(started()[0]).toBe(atom("chat"));
    expect(await Application.stop("chat")).toBe(atom.ok);
    expect(await logged()).toBe("\nTIME [notice] Application chat exited: :stopped\n");
  });
});

describe("a start that fails", () => {
  it("gives the reason of OTP, and its words", async () => {
    const cases: [Application.Callbacks["start"], unknown, string][] = [
      [
        () => exit(tuple(atom.shutdown, tuple(atom.failed_to_start_child, atom("Elixir.Chat"), atom.boom))),
        tuple(tuple(atom.shutdown, tuple(atom.failed_to_start_child, atom("Elixir.Chat"), atom.boom)), CALL),
        "Application.start(:normal, []) returned an error: shutdown: failed to start child: Chat\n    ** (EXIT) :boom",
      ],
      [
        () => tuple(atom.error, atom.boom),
        tuple(atom.boom, CALL),
        "Application.start(:normal, []) returned an error: :boom",
      ],
      [
        () => atom.foo,
        tuple(atom.bad_return, tuple(CALL, atom.foo)),
        "Application.start(:normal, []) returned a bad value: :foo",
      ],
    ];
    for (const [start, reason, text] of cases) {
      expect(await outcome(start)).toEqual(tuple(atom.error, reason));
      expect(Application.formatError(reason)).toBe(text);
      expect(await logged()).toBe(`\nTIME [notice] Application chat exited: ${text}\n`);
      expect(started()).not.toContain(atom("chat"));
      await Application.unload("chat");
    }
  });

  it("tells of an error with its stack", async () => {
    const result = (await outcome(function start() {
      throw new RangeError("oops");
    })) as unknown as [symbol, unknown];
    const text = Application.formatError(result[1]);
    expect(text).toMatch(
      /^exited in: Application\.start\(:normal, \[\]\)\n {4}\*\* \(EXIT\) an exception was raised:\n {8}\*\* \(RangeError\) oops\n {12}\S/,
    );
  });

  it("says that a module is missing", async () => {
    Application.load(chat({ mod: ["Chat.Missing", []] }));
    const error = await Application.start("chat").catch((thrown: Exit) => thrown.reason);
    expect(Application.formatError(error)).toContain("function Chat.Missing.start/2 is undefined");
  });

  it("is that of a dependency that does not run", async () => {
    Application.load(chat({ applications: ["logger", "rooms"] }));
    expect(await attempt(() => Application.start("chat"))).toEqual(
      tuple(atom.error, tuple(atom.not_started, atom("rooms"))),
    );
  });

  it.each([
    ["that runs", "logger", tuple(atom.already_started, atom("logger")), "already started application logger"],
    [
      "that nobody knows",
      "nope",
      tuple("no such file or directory", "nope.app"),
      "could not find application file: nope.app",
    ],
  ])("is refused for an application %s", async (_what, name, reason, text) => {
    expect(await attempt(() => Application.start(name))).toEqual(tuple(atom.error, reason));
    expect(Application.formatError(reason)).toBe(text);
  });

  it("is refused for a restart type that does not exist", async () => {
    const reason = tuple(atom.invalid_restart_type, "sometimes");
    expect(await attempt(() => Application.start("logger", "sometimes" as "permanent"))).toEqual(
      tuple(atom.error, reason),
    );
    expect(Application.formatError(reason)).toBe('invalid application restart type: "sometimes"');
  });

  it("is one start when two ask at once", async () => {
    const open = gate();
    Application.load(
      chat({
        mod: [
          {
            start: async (...args: unknown[]) => {
              heard.push(args);
              await open.opened;
              return top();
            },
          },
          [],
        ],
      }),
    );
    const both = [Application.start("chat"), Application.start("chat")];
    await nextTurn();
    open.open();
    expect(await Promise.all(both)).toEqual([atom.ok, atom.ok]);
    expect(heard.length).toBe(1);
  });
});

describe("ensureAllStarted", () => {
  const needing = (name: string, ...applications: string[]): Application.ApplicationSpec => ({
    name,
    applications,
    mod: [callbacks, name],
  });
  const starts = (): unknown[] =>
    heard.flatMap((event) => ((event as unknown[])[0] === "start" ? [(event as unknown[])[2]] : []));

  it("starts what is needed first, once, and lists it", async () => {
    Application.load(needing("chat", "logger", "rooms", "users"));
    Application.load(needing("rooms", "store"));
    Application.load(needing("users", "store"));
    Application.load(needing("store"));
    expect(await Application.ensureAllStarted("chat")).toEqual(["store", "rooms", "users", "chat"].map((n) => atom(n)));
    expect(starts()).toEqual(["store", "rooms", "users", "chat"]);
    expect(await Application.ensureAllStarted("chat")).toEqual([]);
    expect(await Application.ensureStarted("chat")).toBe(atom.ok);
  });

  it("stops again what it has started when one fails, and says which", async () => {
    Application.load(needing("chat", "store", "nope"));
    Application.load(needing("store"));
    expect(await attempt(() => Application.ensureAllStarted("chat"))).toEqual(
      tuple(atom.error, tuple(atom("nope"), tuple("no such file or directory", "nope.app"))),
    );
    expect(started()).toEqual(["logger", "iex", "elixir", "stdlib", "kernel"].map((name) => atom(name)));
    expect(await logged()).toBe("\nTIME [notice] Application store exited: :stopped\n");
  });

  it("refuses applications that need each other", async () => {
    Application.load(needing("chat", "rooms"));
    Application.load(needing("rooms", "chat"));
    const result = await attempt(() => Application.ensureAllStarted("chat"));
    const [, [app, reason]] = result as unknown as [symbol, [symbol, unknown]];
    expect(app).toBe(atom("chat"));
    expect(Application.formatError(reason)).toBe("circular dependency: chat -> rooms -> chat");
  });
});

describe("an application that the node cannot do without", () => {
  async function endingWith(type: Application.RestartType, reason: unknown): Promise<unknown[] | undefined> {
    let ended: unknown[] | undefined;
    const told = gate();
    Application.whenTerminated((...args) => {
      ended = args;
      told.open();
    });
    let pid: Pid | undefined;
    Application.load({ name: "other", mod: [callbacks, []] });
    Application.load(
      chat({
        mod: [
          {
            start: () => {
              pid = top();
              return pid;
            },
          },
          [],
        ],
      }),
    );
    await Application.start("other");
    await Application.start("chat", type);
    await inProcess(() => send(pid!, reason));
    if (type === "temporary" || (type === "transient" && reason === atom.normal)) await logged();
    else await told.opened;
    Application.whenTerminated(() => {});
    return ended;
  }

  it("stops the others and says so when it is permanent", async () => {
    expect(await endingWith("permanent", atom.shutdown)).toEqual([atom("chat"), atom.shutdown]);
    expect(started()).not.toContain(atom("other"));
    const text = await logged();
    expect(text).toContain("[notice] Application chat exited: shutdown\n");
    expect(text).toContain(
      "[error] The node cannot go on without the permanent application chat: {:application_terminated, :chat, :shutdown}\n",
    );
    expect(text).toContain("[notice] Application other exited: :stopped\n");
  });

  it("does so when it is transient and does not end normally", async () => {
    expect(await endingWith("transient", atom.boom)).toEqual([atom("chat"), atom.boom]);
  });

  it("does so when it does not even start", async () => {
    const told = gate<unknown[]>();
    Application.whenTerminated((...args) => told.open(args));
    const failing = (): unknown => tuple(atom.error, atom.boom);
    Application.load(chat({ mod: [{ start: failing }, []] }));
    expect(await attempt(() => Application.start("chat", "permanent"))).toEqual(
      tuple(atom.error, tuple(atom.boom, CALL)),
    );
    expect(await told.opened).toEqual([atom("chat"), tuple(atom.boom, CALL)]);
    Application.whenTerminated(() => {});
    expect(await logged()).toContain("permanent application chat: {:application_start_failure, :chat, {:boom, ");
  });

  it.each([
    ["temporary", atom.boom],
    ["transient", atom.normal],
  ] as const)("does not when it is %s and ends with %p", async (type, reason) => {
    expect(await endingWith(type, reason)).toBeUndefined();
    expect(started()).toContain(atom("other"));
  });
});

describe("the applications of the node", () => {
  it("are loaded and started from the beginning", () => {
    expect(started()).toEqual(["logger", "iex", "elixir", "stdlib", "kernel"].map((name) => atom(name)));
    expect(Application.loadedApplications().map(([name]) => name)).toEqual(expect.arrayContaining(STANDARD));
  });

  it("are loaded once, by specification, and unloaded when they do not run", async () => {
    expect(Application.load(chat())).toBe(atom.ok);
    expect(await attempt(() => Application.load(chat()))).toEqual(
      tuple(atom.error, tuple(atom.already_loaded, atom("chat"))),
    );
    expect(Application.ensureLoaded("chat")).toBe(atom.ok);
    expect(Application.spec("chat", "version")).toBe("0.1.0");
    expect(Application.spec("chat", "env")).toBeNull();
    expect(Application.spec("chat")).toMatchObject({ name: "chat", applications: [], modules: [] });
    expect(Application.spec("nope")).toBeNull();
    await Application.start("chat");
    expect(await attempt(() => Application.unload("chat"))).toEqual(
      tuple(atom.error, tuple(atom.running, atom("chat"))),
    );
    await Application.stop("chat");
    expect(await Application.unload("chat")).toBe(atom.ok);
    expect(await attempt(() => Application.unload("chat"))).toEqual(
      tuple(atom.error, tuple(atom.not_loaded, atom("chat"))),
    );
    expect(await attempt(() => Application.stop("chat"))).toEqual(
      tuple(atom.error, tuple(atom.not_started, atom("chat"))),
    );
  });

  it.each([
    ["name", { name: 1 }],
    ["applications", { name: "chat", applications: "logger" }],
    ["applications", { name: "chat", applications: [1] }],
    ["mod", { name: "chat", mod: "Chat" }],
    ["mod", { name: "chat", mod: [1, []] }],
    ["env", { name: "chat", env: 1 }],
  ])("are not loaded when their %s makes no sense", (field, spec) => {
    expect(() => Application.load(spec as never)).toThrow(
      expect.objectContaining({ name: "TypeError", message: expect.stringContaining(field) }),
    );
  });
});

describe("the text of a reason", () => {
  it.each([
    [tuple(atom.already_started, atom.x), "already started application x"],
    [tuple(atom.not_started, atom.x), "not started application x"],
    [tuple(atom.already_loaded, atom.x), "already loaded application x"],
    [tuple(atom.not_loaded, atom.x), "not loaded application x"],
    [tuple(atom.invalid_name, atom.x), "invalid application name: :x"],
    [tuple(atom.invalid_options, atom.x), "invalid application options: :x"],
    [tuple(atom.badstartspec, atom.x), "bad application start specs: :x"],
    [tuple(atom.running, atom.x), "{:running, :x}"],
    [tuple(atom.EXIT, CALL), "Application.start(:normal, []) returned an error: :EXIT"],
    [
      tuple(atom.bad_return, tuple(CALL, tuple(atom.EXIT, atom.bye))),
      "exited in: Application.start(:normal, [])\n    ** (EXIT) :bye",
    ],
    [atom.boom, ":boom"],
  ])("%p", (reason, text) => {
    expect(Application.formatError(reason)).toBe(text);
  });
});

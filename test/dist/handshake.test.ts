import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { FLAGS, flagBits, HEADED_FLAGS, MANDATORY_26, missing, ownFlags } from "../../src/dist/flags.js";
import { decodeGreeting, encodeGreeting, type Greeting } from "../../src/dist/greeting.js";
import {
  type AcceptorOptions,
  acceptorHandshake,
  type CallerOptions,
  callerHandshake,
  type Handshake,
  type Step,
  simultaneous,
  type Verdict,
} from "../../src/dist/handshake.js";
import { hmacProof, md5Proof } from "../../src/dist/proof.js";

function caller(options: Partial<CallerOptions> = {}): Handshake {
  const self = { node: "a@localhost", creation: 1, flags: ownFlags(false) };
  return callerHandshake({
    self,
    proof: hmacProof,
    cookie: () => "secret",
    peer: "b@localhost",
    wanted: () => true,
    ...options,
  });
}

function acceptor(options: Partial<AcceptorOptions> = {}): Handshake {
  const self = { node: "b@localhost", creation: 2, flags: ownFlags(true) };
  return acceptorHandshake({ self, proof: hmacProof, cookie: () => "secret", admit: () => "ok", ...options });
}

/** Both sides until neither has anything to say; a side that fails closes, as a carrier would. */
function converse(a: Handshake, b: Handshake): { a: Step["end"]; b: Step["end"]; said: string[] } {
  const said: string[] = [];
  const ends: { a: Step["end"]; b: Step["end"] } = { a: undefined, b: undefined };
  const queue: ["a" | "b", Uint8Array][] = [];
  const follow = (side: "a" | "b", step: Step) => {
    ends[side] ??= step.end;
    for (const bytes of step.send) {
      said.push(
        `${side}: ${String.fromCharCode(bytes[2]!)}${bytes[2] === 115 ? Buffer.from(bytes).toString("latin1", 3) : ""}`,
      );
      queue.push([side === "a" ? "b" : "a", bytes]);
    }
  };
  follow("a", a.start());
  follow("b", b.start());
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [side, bytes] = next;
    if (!ends[side]) follow(side, (side === "a" ? a : b).receive(bytes));
  }
  ends.a ??= a.closed();
  ends.b ??= b.closed();
  return { ...ends, said };
}

function failureOf(end: Step["end"]): string | undefined {
  return end?.type === "failed" ? end.failure.kind : end?.type;
}

function framed(...greetings: Greeting[]): Uint8Array {
  const frames = greetings.map((greeting) => {
    const body = encodeGreeting(greeting);
    return Buffer.concat([Uint8Array.of(body.length >> 8, body.length & 255), body]);
  });
  return Buffer.concat(frames);
}

const intro = { node: "b@localhost", creation: 2, flags: ownFlags(false), version: 1 };
const bytes32 = new Uint8Array(32);
const greetings = {
  name: { type: "name", ...intro },
  status: { type: "status", status: "ok" },
  challenge: { type: "challenge", challenge: bytes32, ...intro },
  reply: { type: "reply", challenge: bytes32, digest: bytes32 },
  ack: { type: "ack", digest: bytes32 },
} satisfies Record<string, Greeting>;

describe("two nodes with the same cookie", () => {
  it("exchange name, status, challenge, reply and ack, and know each other then", () => {
    const { a, b, said } = converse(caller(), acceptor());
    expect(said).toEqual(["a: N", "b: sok", "b: N", "a: r", "b: a"]);
    expect(a).toMatchObject({ peer: { node: "b@localhost", creation: 2, flags: ownFlags(true) } });
    expect(b).toMatchObject({ peer: { node: "a@localhost", creation: 1, flags: ownFlags(false) } });
  });

  it("get through whatever pieces the bytes come in", () => {
    const a = caller();
    const b = acceptor();
    const step = (from: Step, to: Handshake): Step => {
      const all = Buffer.concat(from.send);
      const steps = Array.from(all, (byte) => to.receive(Uint8Array.of(byte)));
      const send = steps.flatMap((each) => each.send);
      const end = steps.at(-1)?.end;
      return end ? { send, end } : { send };
    };
    b.start();
    const status = step(a.start(), b);
    const ack = step(step(status, a), b);
    expect([ack.end?.type, step(ack, a).end?.type]).toEqual(["established", "established"]);
  });

  it("keep what follows the handshake for the connection", () => {
    const a = caller();
    const b = acceptor();
    b.start();
    const reply = a.receive(Buffer.concat(b.receive(Buffer.concat(a.start().send)).send));
    const ack = b.receive(Buffer.concat([...reply.send, Uint8Array.of(0, 0, 0, 0)]));
    expect(ack.end).toMatchObject({ type: "established", rest: Buffer.alloc(4) });
  });

  it("go on when the acceptor believes the caller alive and the caller still wants it", () => {
    const { a, b, said } = converse(caller(), acceptor({ admit: () => "alive" }));
    expect(said).toEqual(["a: N", "b: salive", "a: strue", "b: N", "a: r", "b: a"]);
    expect([failureOf(a), failureOf(b)]).toEqual(["established", "established"]);
  });

  it("stop when the caller has a connection by then", () => {
    const { a, b, said } = converse(caller({ wanted: () => false }), acceptor({ admit: () => "alive" }));
    expect(said).toEqual(["a: N", "b: salive", "a: sfalse"]);
    expect([failureOf(a), failureOf(b)]).toEqual(["duplicate", "duplicate"]);
  });

  it.each<[Verdict, string, string]>([
    ["ok", "established", "established"],
    ["ok_simultaneous", "established", "established"],
    ["nok", "duplicate", "duplicate"],
    ["not_allowed", "not_allowed", "not_allowed"],
  ])("with the status %s end as %s", (verdict, atCaller, atAcceptor) => {
    const { a, b } = converse(caller(), acceptor({ admit: () => verdict }));
    expect([failureOf(a), failureOf(b)]).toEqual([atCaller, atAcceptor]);
  });

  it("that call each other at the same moment leave it to the one with the greater name", () => {
    expect(simultaneous("a@localhost", "b@localhost")).toBe("ok_simultaneous");
    expect(simultaneous("b@localhost", "a@localhost")).toBe("nok");
  });
});

describe("two nodes with different cookies", () => {
  it("part after the reply: the acceptor proves nothing to a stranger", () => {
    const { a, b, said } = converse(caller({ cookie: () => "other" }), acceptor());
    expect(said).toEqual(["a: N", "b: sok", "b: N", "a: r"]);
    expect([failureOf(a), failureOf(b)]).toEqual(["cookie", "cookie"]);
  });

  it("part when the acceptor's proof is wrong", () => {
    const a = caller();
    a.start();
    a.receive(framed(greetings.status, greetings.challenge));
    expect(failureOf(a.receive(framed(greetings.ack)).end)).toBe("cookie");
  });

  it("cannot use the proof of one conversation in another", () => {
    const challenge = hmacProof.challenge();
    const one = hmacProof.digest("secret", challenge, [Buffer.from("caller"), Buffer.from("a")]);
    expect(one).toEqual(hmacProof.digest("secret", challenge, [Buffer.from("caller"), Buffer.from("a")]));
    expect(one).not.toEqual(hmacProof.digest("secret", challenge, [Buffer.from("acceptor"), Buffer.from("a")]));
    expect(one).not.toEqual(hmacProof.digest("secret", challenge, [Buffer.from("callera"), Buffer.from("")]));
    expect(one).not.toEqual(hmacProof.digest("other", challenge, [Buffer.from("caller"), Buffer.from("a")]));
  });
});

describe("a peer that does not fit", () => {
  it("in its version is refused by the acceptor, which says so", () => {
    const { a, b } = converse(caller({ proof: { ...hmacProof, version: 2 } }), acceptor());
    expect([failureOf(a), failureOf(b)]).toEqual(["not_allowed", "version"]);
  });

  it("in its flags is refused with their names", () => {
    const self = {
      node: "a@localhost",
      creation: 1,
      flags: ownFlags(false) & ~FLAGS.SPAWN & ~FLAGS.MANDATORY_25_DIGEST,
    };
    const { b } = converse(caller({ self }), acceptor());
    expect(b).toMatchObject({ failure: { kind: "version", detail: "it lacks SPAWN" } });
  });

  it("in its name is refused by the caller", () => {
    const { a } = converse(caller({ peer: "c@localhost" }), acceptor());
    expect(failureOf(a)).toBe("wrong_name");
  });

  it.each(["", "a", "@localhost", "a@", "a@b@c"])("because %p is no node name is refused", (node) => {
    const b = acceptor();
    b.start();
    expect(failureOf(b.receive(framed({ ...greetings.name, node })).end)).toBe("protocol");
  });
});

describe("a node of ours and one of Erlang", () => {
  const OTP_25 = 0xd_07df_7fbdn;
  const erlang = { self: { node: "a@localhost", creation: 1, flags: OTP_25 }, proof: md5Proof, isErlang: true };
  const ours = { proof: md5Proof };

  it("prove with MD5 that they know the cookie", () => {
    const challenge = Uint8Array.of(0x80, 0, 0, 1);
    const digest = Buffer.from(md5Proof.digest("secret", challenge, []));
    // erlang:md5("secret2147483649")
    expect(digest.toString("hex")).toBe("4d729a6b621e3efda8ee24e36ef39bae");
    const { a, b, said } = converse(caller(erlang), acceptor(ours));
    expect(said).toEqual(["a: N", "b: sok", "b: N", "a: r", "b: a"]);
    expect([failureOf(a), failureOf(b)]).toEqual(["established", "established"]);
  });

  it("are hidden from each other, who are visible among their own", () => {
    const visible = { node: "b@localhost", creation: 2, flags: ownFlags(false) };
    const { a, b } = converse(caller(erlang), acceptor({ ...ours, self: visible }));
    expect(a).toMatchObject({ peer: { flags: ownFlags(true) | HEADED_FLAGS, version: undefined } });
    expect(b).toMatchObject({ peer: { flags: OTP_25 & ~FLAGS.PUBLISHED, version: undefined } });
  });

  it("are visible where both are ours", () => {
    const visible = { node: "b@localhost", creation: 2, flags: ownFlags(false) };
    const { a, b } = converse(caller(ours), acceptor({ ...ours, self: visible }));
    expect(a).toMatchObject({ peer: { flags: ownFlags(false), version: 1 } });
    expect(b).toMatchObject({ peer: { flags: ownFlags(false), version: 1 } });
  });

  it("part when the cookies differ, before the one called proves anything", () => {
    const { a, b, said } = converse(caller({ ...erlang, cookie: () => "other" }), acceptor(ours));
    expect(said).toEqual(["a: N", "b: sok", "b: N", "a: r"]);
    expect([failureOf(a), failureOf(b)]).toEqual(["cookie", "cookie"]);
  });

  it("part when Erlang's lacks flags, which are named", () => {
    const self = { ...erlang.self, flags: OTP_25 & ~FLAGS.SPAWN & ~FLAGS.V4_NC };
    const { a, b } = converse(caller({ ...erlang, self }), acceptor(ours));
    expect(failureOf(a)).toBe("not_allowed");
    expect(b).toMatchObject({ failure: { kind: "version", detail: "it lacks V4_NC, SPAWN" } });
    const old = { node: "b@localhost", creation: 2, flags: OTP_25 & ~FLAGS.ALIAS };
    expect(converse(caller(erlang), acceptor({ ...ours, self: old })).a).toMatchObject({
      failure: { kind: "version", detail: "it lacks ALIAS" },
    });
  });

  it("ignore what a later version says behind the name", () => {
    const body = encodeGreeting({ type: "name", ...erlang.self, version: 200 }, "something else");
    const b = acceptor(ours);
    b.start();
    const { send, end } = b.receive(Buffer.concat([Uint8Array.of(0, body.length), body]));
    expect([send.length, end]).toEqual([2, undefined]);
  });

  it("agree on a name where Erlang's has none yet", () => {
    const self = { node: "localhost", creation: 0, flags: OTP_25 | FLAGS.NAME_ME };
    const b = acceptor(ours);
    b.start();
    const body = encodeGreeting({ type: "name", ...self, version: undefined });
    const [status, challenge] = b.receive(Buffer.concat([Uint8Array.of(0, body.length), body])).send;
    expect(Buffer.from(status!).toString("latin1")).toMatch(/^..snamed:\0.[0-9A-Z]+@localhost....$/s);
    const flags = Buffer.from(challenge!).readBigUInt64BE(3);
    expect(flags & FLAGS.NAME_ME).toBe(FLAGS.NAME_ME);
  });
});

describe("a message out of order", () => {
  type Name = keyof typeof greetings;
  const heard: Record<"caller" | "acceptor", Partial<Record<Name, Name[]>>> = {
    caller: { status: [], challenge: ["status"], ack: ["status", "challenge"] },
    acceptor: { name: [], reply: ["name"] },
  };
  const cases = (["caller", "acceptor"] as const).flatMap((role) =>
    Object.entries(heard[role]).flatMap(([expected, before]) =>
      (Object.keys(greetings) as Name[])
        .filter((sent) => sent !== expected)
        .map((sent) => [role, sent, expected, before] as const),
    ),
  );

  it.each(cases)("ends the handshake: a %s hears %s where it waits for %s", (role, sent, _expected, before) => {
    const side = role === "caller" ? caller() : acceptor();
    side.start();
    for (const earlier of before) expect(side.receive(framed(greetings[earlier])).end).toBeUndefined();
    expect(failureOf(side.receive(framed(greetings[sent])).end)).toBe("protocol");
  });

  it.each(["true", "false", "ok"] as const)("ends the handshake: status %s where it says nothing", (status) => {
    const side = acceptor({ admit: () => (status === "ok" ? "alive" : "ok") });
    side.start();
    side.receive(framed(greetings.name));
    expect(failureOf(side.receive(framed({ type: "status", status })).end)).toBe("protocol");
  });
});

describe("bytes of a stranger", () => {
  it("are read back as they were written, for every message", () => {
    for (const greeting of Object.values(greetings))
      expect(decodeGreeting(encodeGreeting(greeting), greeting.type, hmacProof)).toEqual(greeting);
    for (const greeting of [greetings.name, { ...greetings.name, version: undefined }])
      expect(decodeGreeting(encodeGreeting(greeting, md5Proof.mark), "name", md5Proof)).toEqual(greeting);
  });

  it("lead to a failure or to waiting, never to an exception", () => {
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.constantFrom(...Object.values(greetings)), fc.nat(200), fc.uint8Array({ maxLength: 50 }))
        .map(([greeting, cut, tail]) => Buffer.concat([framed(greeting).subarray(0, cut), tail])),
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(garbage, { maxLength: 5 }), (calls, chunks) => {
        const side = calls ? caller() : acceptor();
        let end = side.start().end;
        for (const chunk of chunks) end ??= side.receive(chunk).end;
        expect((end ?? side.closed()).type).toBe("failed");
      }),
    );
  });

  it("that announce a long message are refused before it comes", () => {
    const b = acceptor();
    b.start();
    expect(failureOf(b.receive(Uint8Array.of(255, 255)).end)).toBe("protocol");
  });

  it("that end anywhere count as a connection that was closed", () => {
    const whole = framed(greetings.name);
    for (let cut = 0; cut < whole.length; cut++) {
      const b = acceptor();
      b.start();
      expect(b.receive(whole.subarray(0, cut)).end).toBeUndefined();
      expect(failureOf(b.closed())).toBe("closed");
    }
  });
});

describe("flags", () => {
  it("of our own satisfy Erlang/OTP 26 and later", () => {
    expect(ownFlags(true) & flagBits(MANDATORY_26)).toBe(flagBits(MANDATORY_26));
    expect(ownFlags(false) & FLAGS.PUBLISHED).toBe(FLAGS.PUBLISHED);
    expect(missing(ownFlags(true))).toEqual([]);
  });

  it("of Erlang/OTP 25 are enough for this node", () => {
    expect(missing(0xd_07df_7fbdn)).toEqual([]);
  });

  it("that are missing are named, and the digest stands for those of Erlang/OTP 25", () => {
    expect(missing(ownFlags(true) & ~FLAGS.ALIAS)).toEqual(["ALIAS"]);
    expect(missing(ownFlags(true) & ~FLAGS.MAP_TAG)).toEqual([]);
    expect(missing(ownFlags(true) & ~FLAGS.MAP_TAG & ~FLAGS.MANDATORY_25_DIGEST)).toEqual(["MAP_TAG"]);
  });
});

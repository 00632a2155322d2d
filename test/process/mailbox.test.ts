import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Mailbox } from "../../src/process/mailbox.js";

describe("Mailbox", () => {
  it("keeps the order of arrival through any pushes and takes", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant("push"), fc.constant("shift"), fc.nat(20))), (steps) => {
        const mailbox = new Mailbox();
        const model: number[] = [];
        let next = 0;
        for (const step of steps) {
          if (step === "push") {
            mailbox.push(next);
            model.push(next++);
          } else if (step === "shift") {
            if (model.length > 0) expect(mailbox.shift()).toBe(model.shift());
          } else {
            const wanted = model[step as number];
            if (wanted === undefined) continue;
            mailbox.remove((message) => message === wanted);
            model.splice(step as number, 1);
          }
          expect(mailbox.toArray()).toEqual(model);
          expect(mailbox.length).toBe(model.length);
        }
      }),
    );
  });

  it("takes the newest message only when it is wanted", () => {
    const mailbox = new Mailbox();
    expect(mailbox.removeNewest(() => true)).toBeUndefined();
    for (const message of [1, 2, 3]) mailbox.push(message);
    expect(mailbox.removeNewest((message) => message === 2)).toBeUndefined();
    expect(mailbox.removeNewest((message) => message === 3)).toBe(3);
    mailbox.push(4);
    expect(mailbox.toArray()).toEqual([1, 2, 4]);
  });
});

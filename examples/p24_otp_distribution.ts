/**
 * The module of the lesson on distribution. Load it with c("p24_otp_distribution.ts") on both
 * nodes, start Remote.chat on the other one, and send it {:hi, self()}.
 */
import { atom, match, P, Pid, receive, send, skip } from "iex-ts";

export const Remote = {
  /** Waits for `{:hi, from}` and answers `:sup?`. Any other message stays in the mailbox. */
  async chat() {
    await receive((message) =>
      match(message)
        .with([atom.hi, P.instanceOf(Pid)], ([, from]) => send(from, atom("sup?")))
        .otherwise(() => skip),
    );
  },
};

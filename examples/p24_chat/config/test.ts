import { config } from "iex-ts/config";

// Tests need no other node: whoever the recipient is, the message goes to this one.
config("p24_chat", {
  remoteSupervisor: () => "P24Chat.TaskSupervisor",
});

import { config } from "iex-ts/config";

config("p24_chat", {
  remoteSupervisor: (recipient: string) => ["P24Chat.TaskSupervisor", recipient],
});

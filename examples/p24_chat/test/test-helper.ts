import { Node } from "iex-ts";
import { start } from "iex-ts/jest";

// Tests with the tag "distributed" need a node with a name: iex-ts --sname test@localhost -S mix test
await start({ exclude: Node.isAlive() ? [] : ["distributed"] });

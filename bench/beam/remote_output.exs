Code.require_file("harness.exs", __DIR__)

far =
  defmodule Bench.RemoteOutput do
    @lines 1000

    def sample(node) do
      {:ok, device} = StringIO.open("")
      leader = Process.group_leader()
      Process.group_leader(self(), device)
      result = Bench.Harness.per_second(@lines, fn -> print(node) end)
      Process.group_leader(self(), leader)
      {:ok, {_, output}} = StringIO.close(device)
      @lines = length(String.split(output, "\n")) - 1
      result
    end

    defp print(node) do
      Node.spawn_link(node, __MODULE__, :lines, [@lines, self()])

      receive do
        :done -> :ok
      end
    end

    def lines(0, caller), do: send(caller, :done)

    def lines(left, caller) do
      IO.puts("hello from the other node")
      lines(left - 1, caller)
    end
  end

node = Bench.Harness.peer([far])
Bench.Harness.serve(fn -> Bench.RemoteOutput.sample(node) end)

Code.require_file("harness.exs", __DIR__)

defmodule Bench.RemoteSpawnOutput do
  @times 500

  def sample(node) do
    {:ok, device} = StringIO.open("")
    leader = Process.group_leader()
    Process.group_leader(self(), device)
    result = Bench.Harness.per_second(@times, fn -> for _ <- 1..@times, do: print(node) end)
    Process.group_leader(self(), leader)
    {:ok, {_, output}} = StringIO.close(device)
    @times = length(String.split(output, "\n")) - 1
    result
  end

  defp print(node) do
    {pid, ref} = Node.spawn_monitor(node, IO, :puts, ["hello from the other node"])

    receive do
      {:DOWN, ^ref, :process, ^pid, :normal} -> :ok
    end
  end
end

node = Bench.Harness.peer([])
Bench.Harness.serve(fn -> Bench.RemoteSpawnOutput.sample(node) end)

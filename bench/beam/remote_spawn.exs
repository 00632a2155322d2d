Code.require_file("harness.exs", __DIR__)

far =
  defmodule Bench.RemoteSpawn do
    @times 1000

    def sample(node), do: Bench.Harness.per_second(@times, fn -> again(node, @times) end)

    defp again(_, 0), do: :ok

    defp again(node, left) do
      me = self()
      Node.spawn_link(node, fn -> send(me, :ok) end)

      receive do
        :ok -> again(node, left - 1)
      end
    end
  end

node = Bench.Harness.peer([far])
Bench.Harness.serve(fn -> Bench.RemoteSpawn.sample(node) end)

Code.require_file("harness.exs", __DIR__)

far =
  defmodule Bench.RemoteLarge do
    @mebibytes 64
    @times 4

    def sample(node) do
      sink = Node.spawn_link(node, __MODULE__, :drain, [])
      bytes = :binary.copy(<<255>>, @mebibytes * 1_048_576)

      Bench.Harness.per_second(@times * @mebibytes, fn ->
        for _ <- 1..@times, do: give(sink, bytes)
      end)
    end

    defp give(sink, bytes) do
      send(sink, bytes)
      send(sink, {self(), :ok})

      receive do
        :ok -> :ok
      end
    end

    def drain do
      receive do
        {caller, answer} -> send(caller, answer)
        _ -> :erlang.garbage_collect()
      end

      drain()
    end
  end

node = Bench.Harness.peer([far])
Bench.Harness.serve(fn -> Bench.RemoteLarge.sample(node) end)

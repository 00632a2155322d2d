Code.require_file("harness.exs", __DIR__)

far =
  defmodule Bench.RemoteBytes do
    @times 128
    @window 16

    def sample(node) do
      sink = Node.spawn_link(node, __MODULE__, :take, [])
      bytes = :binary.copy(<<255>>, 1_048_576)
      Bench.Harness.per_second(@times, fn -> for _ <- 1..div(@times, @window), do: give(sink, bytes) end)
    end

    defp give(sink, bytes) do
      for _ <- 1..@window, do: send(sink, bytes)
      send(sink, {self(), :ok})

      receive do
        :ok -> :ok
      end
    end

    def take do
      receive do
        {caller, answer} -> send(caller, answer)
        bytes when is_binary(bytes) -> :ok
      end

      take()
    end
  end

node = Bench.Harness.peer([far])
Bench.Harness.serve(fn -> Bench.RemoteBytes.sample(node) end)

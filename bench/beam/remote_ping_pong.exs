Code.require_file("harness.exs", __DIR__)

far =
  defmodule Bench.RemotePingPong do
    @times 3000

    def sample(node) do
      ponger = Node.spawn_link(node, __MODULE__, :pong, [])
      Bench.Harness.per_second(@times, fn -> ping(ponger, @times) end)
    end

    defp ping(_, 0), do: :ok

    defp ping(ponger, left) do
      send(ponger, self())

      receive do
        :ok -> ping(ponger, left - 1)
      end
    end

    def pong do
      receive do
        pid -> send(pid, :ok)
      end

      pong()
    end
  end

node = Bench.Harness.peer([far])
Bench.Harness.serve(fn -> Bench.RemotePingPong.sample(node) end)

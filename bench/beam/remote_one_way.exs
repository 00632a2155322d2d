Code.require_file("harness.exs", __DIR__)

far =
  defmodule Bench.RemoteOneWay do
    @times 50_000

    def sample(node) do
      sink = Node.spawn_link(node, __MODULE__, :take, [@times, self()])

      Bench.Harness.per_second(@times, fn ->
        give(sink, @times)

        receive do
          :done -> :ok
        end
      end)
    end

    defp give(_, 0), do: :ok

    defp give(sink, left) do
      send(sink, {:ok, left})
      give(sink, left - 1)
    end

    def take(0, caller), do: send(caller, :done)

    def take(left, caller) do
      receive do
        {:ok, _} -> take(left - 1, caller)
      end
    end
  end

node = Bench.Harness.peer([far])
Bench.Harness.serve(fn -> Bench.RemoteOneWay.sample(node) end)

Code.require_file("harness.exs", __DIR__)

defmodule Bench.RemoteCall do
  @times 1000

  def sample(node) do
    Bench.Harness.per_second(@times, fn ->
      for _ <- 1..@times, do: :erpc.call(node, :erlang, :node, [])
    end)
  end
end

node = Bench.Harness.peer([])
Bench.Harness.serve(fn -> Bench.RemoteCall.sample(node) end)

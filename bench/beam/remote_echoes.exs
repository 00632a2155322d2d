Code.require_file("harness.exs", __DIR__)

far =
  defmodule Bench.RemoteEchoes do
    @times 10_000

    def sample(node) do
      echo = Node.spawn_link(node, __MODULE__, :echo, [])

      Bench.Harness.per_second(@times, fn ->
        for i <- 1..@times, do: send(echo, {self(), {:ok, i}})
        for i <- 1..@times, do: receive(do: ({:ok, ^i} -> :ok))
      end)
    end

    def echo do
      receive do
        {caller, message} -> send(caller, message)
      end

      echo()
    end
  end

node = Bench.Harness.peer([far])
Bench.Harness.serve(fn -> Bench.RemoteEchoes.sample(node) end)

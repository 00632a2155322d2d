defmodule Bench.Far do
  @moduledoc "A node that nodes of another kind use: it ends with its input."

  def echo do
    receive do
      {caller, message} -> send(caller, message)
    end

    echo()
  end

  @doc "Takes what comes, and answers those that ask."
  def drain do
    receive do
      {caller, answer} -> send(caller, answer)
      _ -> :erlang.garbage_collect()
    end

    drain()
  end

  @doc "Microseconds that so many calls of that node take, one after the other."
  def call(node, times) do
    {microseconds, _} = :timer.tc(fn -> for _ <- 1..times, do: :erpc.call(node, :erlang, :node, []) end)
    microseconds
  end

  def lines(0, caller), do: send(caller, :ok)

  def lines(left, caller) do
    IO.puts("hello from the other node")
    lines(left - 1, caller)
  end
end

Process.register(spawn(&Bench.Far.echo/0), :echo)
Process.register(spawn(&Bench.Far.drain/0), :drain)
IO.puts("@ ready")
IO.gets("")
System.halt(0)

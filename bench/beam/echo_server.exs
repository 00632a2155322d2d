defmodule Bench.Echo do
  @moduledoc "The least that a server can do."
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(:ping, _from, state), do: {:reply, "pong", state}

  @doc "How many calls a second it answers."
  def rate(server, times) do
    Bench.Harness.per_second(times, fn -> again(server, times) end)
  end

  defp again(_, 0), do: :ok

  defp again(server, left) do
    GenServer.call(server, :ping)
    again(server, left - 1)
  end
end

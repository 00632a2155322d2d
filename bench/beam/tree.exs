Code.require_file("harness.exs", __DIR__)
Code.require_file("echo_server.exs", __DIR__)

defmodule Bench.Tree do
  @children 10_000

  def sample do
    {microseconds, _} =
      :timer.tc(fn ->
        children = for id <- 1..@children, do: %{id: id, start: {GenServer, :start_link, [Bench.Echo, nil]}}
        {:ok, supervisor} = Supervisor.start_link(children, strategy: :one_for_one)
        Supervisor.stop(supervisor)
      end)

    microseconds / 1000
  end
end

Bench.Harness.serve(&Bench.Tree.sample/0)

defmodule Bench.Harness do
  @moduledoc "Takes samples for the process that has started this one: see bench/sample-lines.ts."

  def serve(sample) do
    IO.puts("@ ready")
    loop(sample)
  end

  defp loop(sample) do
    case IO.gets("") do
      :eof ->
        System.halt(0)

      _ ->
        IO.puts("@ #{sample.()}")
        loop(sample)
    end
  end

  @doc "How often per second something happens that was done so many times."
  def per_second(times, fun) do
    {microseconds, _} = :timer.tc(fun)
    times * 1_000_000 / microseconds
  end

  @doc "Starts another node, which ends with this one and has the given modules."
  def peer(modules) do
    name = :"far-#{System.pid()}"
    paths = Enum.flat_map([:elixir, :logger], fn app -> [~c"-pa", :filename.join(:code.lib_dir(app), ~c"ebin")] end)
    {:ok, _pid, node} = :peer.start_link(%{name: name, host: ~c"localhost", args: paths})
    {:ok, _} = :erpc.call(node, :application, :ensure_all_started, [:elixir])

    for {:module, module, code, _} <- modules do
      {:module, ^module} = :erpc.call(node, :code, :load_binary, [module, ~c"bench", code])
    end

    node
  end
end

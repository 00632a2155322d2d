Code.require_file("harness.exs", __DIR__)

defmodule Bench.Spawn do
  @times 100_000

  def sample do
    Bench.Harness.per_second(@times, fn ->
      start(@times - 1)
      {_, ref} = spawn_monitor(fn -> :ok end)

      receive do
        {:DOWN, ^ref, _, _, _} -> :ok
      end
    end)
  end

  defp start(0), do: :ok

  defp start(left) do
    spawn(fn -> :ok end)
    start(left - 1)
  end
end

Bench.Harness.serve(&Bench.Spawn.sample/0)

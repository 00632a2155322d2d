Code.require_file("harness.exs", __DIR__)

defmodule Bench.LocalOneWay do
  @times 500_000

  def sample do
    Bench.Harness.per_second(@times, fn ->
      me = self()

      sink =
        spawn_link(fn ->
          take(@times)
          send(me, :ok)
        end)

      give(sink, @times)

      receive do
        :ok -> :ok
      end
    end)
  end

  defp take(0), do: :ok

  defp take(left) do
    receive do
      _ -> take(left - 1)
    end
  end

  defp give(_, 0), do: :ok

  defp give(sink, left) do
    send(sink, left)
    give(sink, left - 1)
  end
end

Bench.Harness.serve(&Bench.LocalOneWay.sample/0)

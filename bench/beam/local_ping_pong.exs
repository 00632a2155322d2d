Code.require_file("harness.exs", __DIR__)

defmodule Bench.LocalPingPong do
  @times 200_000

  def sample do
    ponger = spawn_link(&pong/0)
    result = Bench.Harness.per_second(@times, fn -> ping(ponger, @times) end)
    Process.unlink(ponger)
    Process.exit(ponger, :kill)
    result
  end

  defp ping(_, 0), do: :ok

  defp ping(ponger, left) do
    send(ponger, self())

    receive do
      :ok -> ping(ponger, left - 1)
    end
  end

  defp pong do
    receive do
      pid -> send(pid, :ok)
    end

    pong()
  end
end

Bench.Harness.serve(&Bench.LocalPingPong.sample/0)

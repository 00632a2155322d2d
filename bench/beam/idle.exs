Code.require_file("harness.exs", __DIR__)

defmodule Bench.Idle do
  @count 100_000

  def sample do
    before = :erlang.memory(:processes_used)
    pids = for _ <- 1..@count, do: spawn(&wait/0)
    later = :erlang.memory(:processes_used)
    Enum.each(pids, &Process.exit(&1, :kill))
    Process.sleep(200)
    :erlang.garbage_collect()
    (later - before) / @count
  end

  defp wait do
    receive do
      message -> message
    end
  end
end

Bench.Harness.serve(&Bench.Idle.sample/0)

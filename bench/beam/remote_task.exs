Code.require_file("harness.exs", __DIR__)

defmodule Bench.RemoteTask do
  @times 1000

  def sample(supervisor) do
    Bench.Harness.per_second(@times, fn ->
      for _ <- 1..@times, do: supervisor |> Task.Supervisor.async(Node, :self, []) |> Task.await()
    end)
  end
end

node = Bench.Harness.peer([])
spec = %{id: Bench.Tasks, start: {Task.Supervisor, :start_link, [[name: Bench.Tasks]]}}
{:ok, _} = :supervisor.start_child({:kernel_sup, node}, spec)
Bench.Harness.serve(fn -> Bench.RemoteTask.sample({Bench.Tasks, node}) end)

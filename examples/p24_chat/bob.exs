# The chat for nodes of Elixir: iex --sname bob@localhost bob.exs
#
# Functions are called by their names, whatever the language of the other node. These are the names
# that src/p24_chat.ts calls and has.
defmodule P24Chat do
  @doc "Runs at the recipient: prints the message."
  def receiveMessage(message), do: IO.puts(message)

  @doc "Runs at a recipient that is busy: prints the message, and answers the sender."
  def busyPeople(message, from) do
    IO.puts(message)
    send_message(from, "stay quiet for a while")
  end

  @doc "Sends a message to whoever is at another node, and waits until it is there."
  def send_message(:eve@localhost, message), do: run(:eve@localhost, :busyPeople, [message, node()])
  def send_message(recipient, message), do: run(recipient, :receiveMessage, [message])

  defp run(recipient, fun, args) do
    {P24Chat.TaskSupervisor, recipient} |> Task.Supervisor.async(__MODULE__, fun, args) |> Task.await()
  end
end

# The supervisor outlives the process that has read this file.
{:ok, supervisor} = Task.Supervisor.start_link(name: P24Chat.TaskSupervisor)
Process.unlink(supervisor)

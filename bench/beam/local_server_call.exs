Code.require_file("harness.exs", __DIR__)
Code.require_file("echo_server.exs", __DIR__)

{:ok, server} = GenServer.start_link(Bench.Echo, nil)
Bench.Harness.serve(fn -> Bench.Echo.rate(server, 100_000) end)

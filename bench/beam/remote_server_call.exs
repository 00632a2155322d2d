Code.require_file("harness.exs", __DIR__)
[{module, code}] = Code.require_file("echo_server.exs", __DIR__)

node = Bench.Harness.peer([{:module, module, code, nil}])
{:ok, _} = :erpc.call(node, GenServer, :start, [Bench.Echo, nil, [name: Bench.Echo]])
Bench.Harness.serve(fn -> Bench.Echo.rate({Bench.Echo, node}, 1000) end)

#!/usr/bin/env escript
%%! -sname erlp@localhost -setcookie ck -hidden
%% What headed-frames.bin.gz holds, behind the handshake: all bytes that this node sends to ts@localhost, a
%% node that sets DIST_HDR_ATOM_CACHE and FRAGMENTS. Made with Erlang/OTP 25.
main(_) ->
  ok = net_kernel:monitor_nodes(true, [{node_type, all}]),
  receive {nodeup, 'ts@localhost', _} -> ok end,
  S = {sink, 'ts@localhost'},
  S ! hello,
  S ! [hello, ok, error, 'é', '日本', list_to_atom(lists:duplicate(255, $x)),
       list_to_atom(lists:duplicate(200, 1080)), true, undefined],
  S ! {self(), hello, #{ok => 1, error => 2}, make_ref()},
  S ! atoms(1, 600),
  [S ! atoms(J * 100, J * 100 + 99) || J <- lists:seq(1, 30)],
  Me = self(),
  [spawn(fun() ->
     S ! {big, I, binary:copy(<<I>>, 150000), [hello, ok, atom("big", I)], lists:duplicate(20000, ok)},
     Me ! sent
   end) || I <- [1, 2, 3]],
  S ! {between, hello},
  [receive sent -> ok end || _ <- [1, 2, 3]],
  S ! {still, [hello, 'é', a1, a3000, a350, '日本']},
  S ! done,
  timer:sleep(1000).

atoms(From, To) -> [atom("a", I) || I <- lists:seq(From, To)].
atom(Letters, I) -> list_to_atom(Letters ++ integer_to_list(I)).

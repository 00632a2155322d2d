#!/usr/bin/env escript
%% Writes terms.json beside this file: terms as a real Erlang node encodes them.
%% Run it with `escript test/etf/golden/make.escript`; nothing in its output depends on the machine.
-mode(compile).

main(_) ->
    Path = filename:join(filename:dirname(escript:script_name()), "terms.json"),
    Lines = [line(Name, Source, Options) || {Name, Source, Options} <- plain()] ++
        [line_of(Name, Source, Bytes) || {Name, Source, Bytes} <- raw()],
    ok = file:write_file(Path, ["[\n", lists:join(",\n", Lines), "\n]\n"]).

line(Name, Source, Options) ->
    line_of(Name, Source, term_to_binary(evaluate(Source), Options)).

line_of(Name, Source, Bytes) ->
    _ = binary_to_term(Bytes),
    io_lib:format("  {\"name\": ~s, \"erlang\": ~s, \"bytes\": \"~s\"}",
                  [json(Name), json(Source), base64:encode(Bytes)]).

json(Text) ->
    [$", [case C of $" -> "\\\""; $\\ -> "\\\\"; _ -> C end || C <- Text], $"].

evaluate(Source) ->
    {ok, Tokens, _} = erl_scan:string(Source ++ "."),
    {ok, Forms} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Forms, []),
    Value.

plain() ->
    [{"atom", "ok", []}, {"true", "true", []}, {"nil", "nil", []}, {"undefined", "undefined", []},
     {"atom of latin1, version 1", "list_to_atom([233])", [{minor_version, 1}]},
     {"atom of latin1, version 2", "list_to_atom([233])", [{minor_version, 2}]},
     {"atom of 255 two-byte letters", "list_to_atom(lists:duplicate(255, 1080))", []},
     {"empty atom", "''", []},
     {"zero", "0", []}, {"byte", "255", []}, {"256", "256", []}, {"minus one", "-1", []},
     {"largest of 32 bits", "2147483647", []}, {"smallest of 32 bits", "-2147483648", []},
     {"beyond 32 bits", "2147483648", []}, {"largest safe", "9007199254740991", []},
     {"smallest safe", "-9007199254740991", []}, {"beyond safe", "9007199254740992", []},
     {"2 to the 64", "1 bsl 64", []}, {"minus 2 to the 64", "-(1 bsl 64)", []},
     {"large integer", "(1 bsl 2100) - 1", []}, {"large negative integer", "-(1 bsl 2100)", []},
     {"float", "1.5", []}, {"old float", "1.5", [{minor_version, 0}]},
     {"integral float", "1.0", []}, {"old integral float", "1.0", [{minor_version, 0}]},
     {"negative zero", "-0.0", []}, {"huge float", "1.0e300", []}, {"tiny float", "5.0e-324", []},
     {"text", "<<\"h\\x{e9}llo\"/utf8>>", []}, {"empty binary", "<<>>", []},
     {"bytes", "<<255,254,0>>", []}, {"long text", "binary:copy(<<\"abc\">>, 100)", []},
     {"bit string", "<<5:3>>", []}, {"long bit string", "<<1,2,3:4>>", []},
     {"empty list", "[]", []}, {"charlist", "\"abc\"", []}, {"list", "[1,a,<<\"b\">>]", []},
     {"list of large", "[1000,2000]", []}, {"improper list", "[a,b|c]", []}, {"cons", "[1|2]", []},
     {"nested list", "[[],[[]],[[[]]]]", []}, {"list of 70000", "lists:duplicate(70000, 7)", [compressed]},
     {"empty tuple", "{}", []}, {"tuple", "{ok,1}", []}, {"nested tuple", "{{},{a,{b}}}", []},
     {"large tuple", "list_to_tuple(lists:seq(1, 300))", []},
     {"empty map", "\#{}", []}, {"map of atoms", "\#{a => 1, nil => 2}", []},
     {"map of other keys", "\#{1 => a, 1.0 => b, {x} => c, <<\"k\">> => d, [] => e}", []},
     {"mixed map", "\#{a => 1, <<\"a\">> => 2}", []},
     {"big map", "maps:from_list([{N, N * N} || N <- lists:seq(1, 100)])", []},
     {"compressed text", "binary:copy(<<\"abc\">>, 1000)", [{compressed, 9}]},
     {"external fun", "fun lists:map/2", []}, {"external fun, version 0", "fun lists:map/2", [{minor_version, 0}]},
     {"exception", "\#{'__struct__' => 'Elixir.RuntimeError', '__exception__' => true, message => <<\"no\">>}", []},
     {"exception without a message",
      "\#{'__struct__' => 'Elixir.KeyError', '__exception__' => true, key => a, message => nil, term => \#{}}", []},
     {"exception that lacks a message", "\#{'__struct__' => 'Elixir.My.Error', '__exception__' => true, name => a}", []},
     {"set", "\#{'__struct__' => 'Elixir.MapSet', map => \#{1 => [], {a} => []}, version => 2}", []},
     {"newer set", "\#{'__struct__' => 'Elixir.MapSet', map => \#{a => true}}", []},
     {"time of milliseconds", time("{123000,3}", "0"), []}, {"time of microseconds", time("{123456,6}", "0"), []},
     {"time of seconds", time("{0,0}", "0"), []}, {"time of another zone", time("{0,0}", "3600"), []},
     {"regex",
      "\#{'__struct__' => 'Elixir.Regex', opts => <<\"i\">>, source => <<\"a+\">>, re_version => {<<\"8\">>, little},"
      " re_pattern => {re_pattern, 0, 0, 0, <<69,255>>}}", []},
     {"regex of Perl", "\#{'__struct__' => 'Elixir.Regex', opts => <<>>, source => <<\"\\\\Aa\">>, re_version => a, re_pattern => nil}", []},
     {"unknown struct", "\#{'__struct__' => 'Elixir.User', name => <<\"Ann\">>}", []}].

time(Microsecond, Offset) ->
    "\#{'__struct__' => 'Elixir.DateTime', calendar => 'Elixir.Calendar.ISO', day => 3, hour => 4, microsecond => "
        ++ Microsecond ++ ", minute => 5, month => 2, second => 6, std_offset => 0, time_zone => <<\"Etc/UTC\">>,"
        " utc_offset => " ++ Offset ++ ", year => 2024, zone_abbr => <<\"UTC\">>}".

%% Identifiers and closures of a made-up node, laid out by hand and read by Erlang; older nodes wrote the older tags.
raw() ->
    Node = <<119, 3, "a@b">>,
    Old = <<100, 0, 3, "a@b">>,
    Pid = <<88, Node/binary, 101:32, 2:32, 7:32>>,
    [{"pid", "<a@b 101 2>", <<131, Pid/binary>>},
     {"old pid", "<a@b 101 2>", <<131, 103, Old/binary, 101:32, 2:32, 3>>},
     {"reference", "#Ref<a@b 3 2 1>", <<131, 90, 3:16, Node/binary, 7:32, 1:32, 2:32, 3:32>>},
     {"reference of five words", "#Ref<a@b 5 4 3 2 1>", <<131, 90, 5:16, Node/binary, 7:32, 1:32, 2:32, 3:32, 4:32, 5:32>>},
     {"reference of OTP 22", "#Ref<a@b 3 2 1>", <<131, 114, 3:16, Old/binary, 3, 1:32, 2:32, 3:32>>},
     {"old reference", "#Ref<a@b 9>", <<131, 101, Old/binary, 9:32, 3>>},
     {"port", "#Port<a@b 5>", <<131, 89, Node/binary, 5:32, 7:32>>},
     {"old port", "#Port<a@b 5>", <<131, 102, Old/binary, 5:32, 3>>},
     {"long port", "#Port<a@b 2^40>", <<131, 120, Node/binary, (1 bsl 40):64, 7:32>>},
     {"small latin1 atom", "<<233>>", <<131, 115, 1, 233>>},
     {"closure", "fun(X) -> {A, X} end of a@b",
      closure(<<(binary:copy(<<7>>, 16))/binary, 3:32, 2:32, 119, 3, "mod", 97, 3, 98, 12345:32, Pid/binary,
                97, 1, 119, 1, "x">>)}].

closure(Rest) ->
    <<131, 112, (byte_size(Rest) + 5):32, 1, Rest/binary>>.

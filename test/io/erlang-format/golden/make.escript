#!/usr/bin/env escript
%% Writes cases.jsonl beside this file: what io_lib:format/2 of a real Erlang makes of formats and terms. Each
%% line has the format, the arguments in the external term format, and the text; null where it is a badarg.
%% Run it with `escript test/io/erlang-format/golden/make.escript`. Made with Erlang/OTP 25; nothing in its
%% output depends on the machine.
-mode(compile).

main(_) ->
    rand:seed(exsss, 25),
    Path = filename:join(filename:dirname(escript:script_name()), "cases.jsonl"),
    Cases = by_hand() ++ at_random(),
    ok = file:write_file(Path, unicode:characters_to_binary([line(C) || C <- Cases])).

line({Format, Args}) ->
    Text = try json(unicode:characters_to_list(io_lib:format(Format, Args))) catch error:_ -> "null" end,
    ["[", json(Format), ",\"", base64:encode(term_to_binary(Args)), "\",", Text, "]\n"].

json(Text) -> [$", [escape(C) || C <- Text], $"].

escape($") -> "\\\"";
escape($\\) -> "\\\\";
escape(C) when C < 32; C >= 127, C < 160; C =:= 16#2028; C =:= 16#2029 -> io_lib:format("\\u~4.16.0b", [C]);
escape(C) -> C.

by_hand() ->
    lists:append([numbers(), texts(), characters(), terms(), depths(), lines(), mistakes()]).

numbers() ->
    Floats = [0.0, -0.0, 1.0, -1.5, 0.1, 0.05, 9.99999, 99.995, 999999.5, 1.0e4, 9999.9999, 12345.678, 1.0e22, 1.0e-7,
              123456789012345680.0, 5.0e-324, 1.7976931348623157e308, 0.5, 0.25, 2.5, 1.0e15, 9007199254740992.0,
              9007199254740991.0, 1.0e5, 100.0, 1000.0, 0.001, 0.0001, 1.0e-5, 123.0, 1.2e-4, 3.141592653589793],
    Ints = [0, 1, -1, 255, -255, 1 bsl 70, -(1 bsl 70), 123456789],
    [{F, [X]} || F <- ["~f", "~e", "~g", "~w", "~.1f", "~10.3f|", "~-12.2f|", "~12.2.0f", "~3f", "~.2e", "~15.4e|",
                       "~.1g", "~.2g", "~.4g", "~5g", "~.25f"], X <- Floats]
    ++ [{F, [X]} || F <- ["~b", "~B", "~w", "~p", "~10b|", "~-10b|", "~10..0b", "~.16b", "~.16B", "~8.16.0B", "~2b", "~.2b",
                          "~.36B", "~#", "~.16#", "~.16+"], X <- Ints]
    ++ [{F, [X, P]} || F <- ["~x", "~X", "~.16x", "~.16X", "~12.16x|", "~-12.16.-X|"], X <- [31, -31, 1 bsl 66],
                       P <- ["0x", "10#", '16r', []]]
    ++ [{"~*.*.*b", [10, 16, $-, 255]}, {"~*b", [-6, 1]}, {"~-*b|", [6, 1]}, {"~-*b", [-6, 1]}, {"~.*b", [2, 5]},
        {"~20.16.*#", [$x, 255]}, {"~.1f", [1]}, {"~b", [1.0]}, {"~.37b", [1]}, {"~.1b", [1]}, {"~.0f", [1.0]},
        {"~.1e", [1.0]}].

texts() ->
    Texts = ["", "abc", "h\351llo", "\x{65e5}\x{672c}", "e\x{301}x", <<"bin">>, <<"h\303\251"/utf8>>, <<195, 169>>, <<255, 65>>,
             ["a", [$b, <<"c">>], "d" | <<"e">>], abc, 'A b', '\x{65e5}', [], <<>>, "a\nb", 'h\351', nil, true, undefined],
    [{F, [T]} || F <- ["~s", "~ts", "~10s|", "~-10s|", "~10ts|", "~.2s|", "~.2ts|", "~.8s|", "~10.2s|", "~-10.2ts|",
                       "~2s|", "~2ts|", "~5.5s|", "~3.5s|", "~6.4.-s|"], T <- Texts]
    ++ [{"~10.8.*s|", [$., "abc"]}, {"~10.8.*ts|", [$., 'abc']}, {"~s", [1]}, {"~s", [{a}]}, {"~s", [["a", b]]},
        {"~ts", [[$a, 128512]]}, {"~4ts|", [[128512, 128513]]}].

characters() ->
    [{F, [C]} || F <- ["~c", "~tc", "~3c", "~.3c|", "~5.3c|", "~-5.3c|", "~3.5c"], C <- [$a, 233, 8364, 128512]]
    ++ [{"~-5.3.*c|", [$-, $a]}, {"~~", []}, {"~3~", []}, {"~n", []}, {"~3n", []}, {"a~nb~n", []}, {"~i~w", [1, 2]},
        {"no directives", []}, {"", []}, {"h\351 \x{65e5}", []}, {"100~~ ~s", ["x"]}].

terms() ->
    Terms = [
        ok, 'ok go', 'Abc', '', 'h\351', '\x{65e5}', 'a@b', 'a.b', '@a', '_a', 'end', 'maybe', 'else', 'cond', 'let', 'a\nb',
        'it\'s', 'a"b', 'a\\b', 'Elixir.IO', '\x{d7}', '\337a', '\177', '\200', nil, true, false, undefined, 'a1_B@',
        [], {}, #{}, <<>>, "abc", "a\"b'c\\", "tab\t", "\e[0m", [0], [7], [127], "\200", "\240", [1, 2, 3], "\x{65e5}",
        [256], [$a, b], [a | b], [1, 2 | 3], "ab" ++ c, ["ab", "cd"], [[]], [[[]]], {a}, {a, b}, {1, 2}, {{}, []},
        <<1, 2, 3>>, <<"abc">>, <<"a\"b">>, <<"h\351">>, <<"h\351"/utf8>>, <<"\x{65e5}"/utf8>>, <<0, 1>>, <<1:1>>, <<5:3>>,
        <<1, 2, 3:4>>, <<255>>, <<"abc", 0>>, <<"ab\n">>, <<195>>, <<"\x{7f}">>, <<"\x{80}"/utf8>>, <<"h\351\x{65e5}"/utf8>>,
        #{a => 1}, #{a => 1, b => 2}, #{1 => a, "x" => b}, #{{a, 1} => [x]}, #{<<"k">> => <<"v">>}, #{#{} => #{a => #{}}},
        #{a => "str", b => <<"bin">>}, 1.0, -0.0, 1.5e300, 1 bsl 64, -1,
        fun lists:map/2, fun 'Elixir.IO':puts/2, fun erlang:'+'/2,
        [{a, 1}, {b, 2}], {ok, [{"x", 1.5}]}, ['h\351', "h\351", <<"h\351">>]
    ],
    [{F, [T]} || F <- ["~w", "~tw", "~p", "~tp", "~lp", "~tlp", "~10w|", "~-10w|", "~30w|", "~5.3w|", "~.4w|", "~0p", "~3p",
                       "~20.5p"], T <- Terms].

depths() ->
    Terms = [[1, 2, 3, 4, 5], {a, b, c, d}, {1, [2, [3, [4]]]}, #{a => 1, b => 2, c => {3, 4}}, "a string of text",
             <<"a binary of text">>, <<"a\0binary">>, <<1, 2, 3, 4, 5>>, <<1, 2, 3:3>>, [1, 2 | c], {a, #{b => [c]}}, ok, 5,
             [], {}, <<"0123456789012345678901234567890">>, <<"h\351\351\351\351\351\351\351\351\351"/utf8>>, [[[[]]]],
             <<"01234", 0, "0123">>, {ok}, "ab", [a], #{}, <<>>],
    [{F, [T, D]} || F <- ["~W", "~P", "~tP", "~lP", "~tW"], T <- Terms, D <- [-1, 0, 1, 2, 3, 5]]
    ++ [{"~W", [a, b]}, {"~P", [[a], 1.5]}, {"~3W|", [abcdef, 5]}].

lines() ->
    Long = [{list_to_atom("key" ++ integer_to_list(I)), lists:seq(1, I)} || I <- lists:seq(1, 12)],
    Terms = [
        lists:seq(1, 60), lists:seq(1000, 1060), Long, {Long, Long}, {error, {Long, [{file, "a.erl"}, {line, 12}]}},
        maps:from_list(Long), #{state => Long, "a string that is a key" => maps:from_list(Long)},
        list_to_binary(lists:seq(0, 255)), {a_long_tag_for_a_tuple, list_to_binary(lists:seq(0, 100))},
        {a_long_tag_for_a_tuple, lists:seq(1, 60), lists:duplicate(30, "text")},
        [lists:duplicate(20, $a) || _ <- lists:seq(1, 10)], lists:duplicate(200, $a), [lists:duplicate(200, $a)],
        {a, {b, {c, {d, {e, {f, {g, lists:seq(1, 50)}}}}}}},
        {tag_one, {tag_two_longer, {tag_three_longer, {tag_four_longer, {tag_five_longer, lists:seq(1, 40)}}}}},
        {very_long_tag_that_takes_half_of_the_line_and_more, {very_long_tag_that_takes_half_of_the_line, [abc, def, {ghi}]}},
        [a | lists:duplicate(30, abcdef)] ++ tail, [lists:seq(1, 30) | {a, lists:seq(1, 30)}],
        #{a_key_of_some_length => #{another_key_of_length => #{third_key => lists:seq(1, 40), d => #{e => "f"}}}},
        #{{a, 1} => lists:seq(1, 30), {b, 2} => [x, y], c => d},
        {<<"a binary text that is so long that the line has no more room for what follows it">>, <<"another">>},
        lists:duplicate(20, 'h\351llo'), [{a, b, lists:duplicate(5, {c, d})} || _ <- [1, 2, 3, 4, 5, 6]],
        {badmatch, [{module, function, [lists:duplicate(12, argument)], [{file, "some/file.erl"}, {line, 100}]}]},
        << <<I:3>> || I <- lists:seq(1, 101) >>,
        lists:duplicate(10, <<1, 2, 3, 4, 5, 6, 7, 8, 9, 10>>), lists:duplicate(9, 1.5), lists:duplicate(20, #{a => b})
    ],
    [{F, [T]} || F <- ["~p", "~40p", "~9p", "prefix ~p~n", "~lp"], T <- Terms]
    ++ [{"~p ~p ~p~n", [A, B, A]} || A <- [lists:seq(1, 40), ok, "x\ny"], B <- [maps:from_list(Long), {a, "b"}]]
    ++ [{"~s~p", ["\t", lists:seq(1, 40)]}, {"~w: ~p", [abc, lists:seq(1, 40)]}, {"~10s~p", ["a", lists:seq(1, 40)]}]
    ++ [{F, [T, D]} || F <- ["~P", "~30.10tP"], T <- Terms, D <- [4]].

mistakes() ->
    [{"~w", []}, {"", [1]}, {"~d", [1]}, {"~", []}, {"~w~", [1]}, {"~-w", [1]}, {"~-5p", [1]}, {"~*w", [a, b]}, {"~*w", [1]},
     {"~-3n", []}, {"~5", []}, {"~.", []}, {"~p ~p", [1]}, {"~tq", [1]}, {"~f", [a]}, {"~c", ["a"]}, {"~x", [1]}, {"~x", [1, 2]}].

at_random() ->
    Formats = ["~p", "~tp", "~w", "~tw", "~lp", "~50p", "~30p", "x: ~p", "~80.30p", "~16p"],
    [{lists:nth(rand:uniform(length(Formats)), Formats), [term(rand:uniform(6))]} || _ <- lists:seq(1, 100)]
    ++ [{lists:nth(rand:uniform(3), ["~P", "~W", "~40tP"]), [term(5), rand:uniform(12)]} || _ <- lists:seq(1, 60)].

term(Depth) when Depth > 1 ->
    case rand:uniform(10) of
        N when N < 3 -> list(Depth);
        N when N < 5 -> list_to_tuple(list(Depth));
        5 -> list_to_tuple([atom() | list(Depth)]);
        6 -> maps:from_list([{term(Depth - 2), term(Depth - 1)} || _ <- seq(4)]);
        7 -> maps:from_list([{atom(), term(Depth - 1)} || _ <- seq(6)]);
        8 -> [term(1) | list(Depth)] ++ atom();
        _ -> term(1)
    end;
term(_) ->
    case rand:uniform(12) of
        1 -> rand:uniform(1000) - 500;
        2 -> rand:uniform(1 bsl 90) - (1 bsl 89);
        3 -> rand:normal() * math:pow(10, rand:uniform(30) - 15);
        4 -> [lists:nth(rand:uniform(6), "ab \n\351\"") || _ <- seq(40)];
        5 -> unicode:characters_to_binary([lists:nth(rand:uniform(6), "xyz\351\"\n") || _ <- seq(30)]);
        6 -> list_to_binary([rand:uniform(256) - 1 || _ <- seq(40)]);
        7 -> [rand:uniform(300) || _ <- seq(20)];
        8 -> [{atom(), rand:uniform(10)} || _ <- seq(6)];
        9 -> << <<(rand:uniform(8) - 1):3>> || _ <- seq(20) >>;
        _ -> atom()
    end.

list(Depth) -> [term(Depth - 1) || _ <- seq(6)].
seq(Most) -> lists:seq(1, rand:uniform(Most + 1) - 1).
atom() ->
    lists:nth(rand:uniform(14), [ok, error, a, 'Abc', 'two words', 'h\351', some_longer_atom, 'EXIT', 'h\x{65e5}', undefined, nil,
                                 true, a_really_long_atom_to_fill_the_line, '']).

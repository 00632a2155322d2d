/**
 * What a node under test runs: it reads lines `ID BASE64`, evaluates the code, and prints
 * `\x01ID ok BASE64` or `\x01ID error BASE64`. At the end of its input it leaves.
 */
export const ERLANG_LOOP = `
Print = fun(Id, Kind, Text) ->
  Bytes = unicode:characters_to_binary(Text),
  io:put_chars([1, Id, $ , Kind, $ , base64:encode_to_string(Bytes), $\\n])
end,
Evaluate = fun(Code, Bindings) ->
  {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Code) ++ "."),
  {ok, Expressions} = erl_parse:parse_exprs(Tokens),
  erl_eval:exprs(Expressions, Bindings)
end,
Loop = fun Loop(Bindings) ->
  case io:get_line("") of
    eof -> erlang:halt(0);
    Line ->
      [Id, Code] = string:lexemes(Line, " \\n"),
      Next = try Evaluate(base64:decode(Code), Bindings) of
        {value, Value, New} -> Print(Id, "ok", io_lib:format("~0tp", [Value])), New
      catch
        Class:Reason:Stack -> Print(Id, "error", io_lib:format("~tp:~tp~n~tp", [Class, Reason, Stack])), Bindings
      end,
      Loop(Next)
  end
end,
spawn(fun() -> Loop([]) end)
`;

export const ELIXIR_LOOP = `
defmodule Interop.Evaluator do
  def loop(bindings) do
    case IO.gets("") do
      :eof -> System.halt(0)
      line ->
        [id, code] = String.split(line)
        loop(answer(id, Base.decode64!(code), bindings))
    end
  end

  defp answer(id, code, bindings) do
    {value, bindings} = Code.eval_string(code, bindings)
    print(id, "ok", inspect(value, limit: :infinity, printable_limit: :infinity, width: :infinity))
    bindings
  catch
    kind, reason ->
      print(id, "error", Exception.format(kind, reason, __STACKTRACE__))
      bindings
  end

  defp print(id, kind, text), do: IO.write([1, id, " ", kind, " ", Base.encode64(text), "\\n"])
end

Interop.Evaluator.loop([])
`;

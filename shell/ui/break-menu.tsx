import { Box, Text, useInput } from "ink";
import { useEffect, useReducer } from "react";
import type { TakenScreen } from "../terminal/device.js";
import { type Asking, ask, charactersOf } from "./ask.js";
import { typeAtMenu } from "./menu-state.js";

const MENU = `BREAK: (a)bort (c)ontinue (p)roc info (i)nfo
       (l)oaded (v)ersion (k)ill (d)istribution`;
const CHOICES = ["a", "c", "p", "i", "l", "v", "k", "d"];

/** Asks what to do about the node. */
export function askBreak(screen: TakenScreen): Asking<string> {
  return ask(screen, (answer) => <BreakMenu onAnswer={answer} />);
}

function BreakMenu({ onAnswer }: { onAnswer(letter: string): void }) {
  const [{ typed, wrong, answer }, type] = useReducer(typeAtMenu, {
    choices: CHOICES,
    typed: "",
    wrong: [],
    answer: undefined,
  });
  useInput((input, key) => type(charactersOf(input, key)));
  useEffect(() => {
    if (answer !== undefined) onAnswer(answer);
  }, [answer, onAnswer]);
  const refusals = wrong.map(
    (entered) => `${entered}\nInvalid option '${entered}'. Please enter one of the following:\n${MENU}\n`,
  );
  return (
    <Box>
      <Text>{`${MENU}\n${refusals.join("")}${typed}`}</Text>
    </Box>
  );
}

import { Box, Text, useInput } from "ink";
import { useEffect, useState } from "react";
import { atom, inProcess, type Pid, Process } from "../../src/index.js";
import type { TakenScreen } from "../terminal/device.js";
import { type Asking, ask } from "./ask.js";
import { firstShown, type ProcessRow, processLines, processRows } from "./process-rows.js";

/** How often the list is read anew, in milliseconds. */
const REFRESH = 500;
/** Rows of the screen that the list leaves to what is above and below it. */
const MARGIN = 5;

/** Lets somebody go through the processes of this node and end some of them. */
export function askKill(screen: TakenScreen): Asking<void> {
  const { rows, columns } = screen.output;
  return ask(screen, (answer) => <KillList height={Math.max(1, rows - MARGIN)} width={columns} onReturn={answer} />);
}

function KillList({ height, width, onReturn }: { height: number; width: number; onReturn(): void }) {
  const [rows, refresh] = useProcesses();
  const [selected, select] = useState<Pid>();
  const at = indexOf(rows, selected);
  // Several keys may come before the list is drawn again.
  const move = (by: number) => select((now) => rows[clamp(indexOf(rows, now) + by, rows.length)]?.pid);
  // Of what is on the screen: this function may be that of the list before.
  const killSelected = () =>
    select((now) => {
      void kill(rows[indexOf(rows, now)]).then(refresh);
      return now;
    });
  useInput((input, key) => {
    if (input === "k") killSelected();
    else if (key.downArrow || input === "n") move(1);
    else if (key.upArrow) move(-1);
    else if (key.pageDown) move(height);
    else if (key.pageUp) move(-height);
    else if (input === "r" || key.escape || key.return) onReturn();
  });
  const [heading = "", ...lines] = processLines(rows, width - 3);
  const first = firstShown(at, height, lines.length);
  return (
    <Box flexDirection="column">
      <Text>{`   ${heading}`}</Text>
      {lines.slice(first, first + height).map((line, index) => (
        <Text key={line} inverse={first + index === at}>{`${first + index === at ? ">" : " "}  ${line}`}</Text>
      ))}
      <Text>(k)ill (n)ext (r)eturn</Text>
    </Box>
  );
}

/** Who is selected stays so, whoever else comes and goes; after its end it is the oldest again. */
function indexOf(rows: readonly ProcessRow[], selected: Pid | undefined): number {
  return Math.max(
    0,
    rows.findIndex(({ pid }) => pid === selected),
  );
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(index, count - 1));
}

function useProcesses(): [ProcessRow[], () => void] {
  const [rows, setRows] = useState(processRows);
  const refresh = () => setRows(processRows());
  useEffect(() => {
    const timer = setInterval(() => setRows(processRows()), REFRESH);
    return () => clearInterval(timer);
  }, []);
  return [rows, refresh];
}

async function kill(row: ProcessRow | undefined): Promise<void> {
  if (row) await inProcess(() => void Process.exit(row.pid, atom.kill));
}

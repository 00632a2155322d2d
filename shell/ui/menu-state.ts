/** What is typed at a menu that takes one letter and Enter. */
export interface MenuState {
  /** The letters that mean something. */
  readonly choices: readonly string[];
  readonly typed: string;
  /** What was entered that means nothing, oldest first. */
  readonly wrong: readonly string[];
  readonly answer: string | undefined;
}

/**
 * Types characters at a menu: several come at once when they are pasted or typed ahead. What comes
 * after the answer is dropped.
 *
 * @example
 * typeAtMenu({ choices: ["c"], typed: "", wrong: [], answer: undefined }, "x\rc\r"); // { wrong: ["x"], answer: "c", … }
 */
export function typeAtMenu(state: MenuState, characters: string): MenuState {
  return [...characters].reduce(press, state);
}

function press(state: MenuState, character: string): MenuState {
  const { typed, answer } = state;
  if (answer !== undefined) return state;
  if (character === "\r" || character === "\n") return enter(state);
  if (character === "\x7f" || character === "\b") return { ...state, typed: [...typed].slice(0, -1).join("") };
  return character < " " ? state : { ...state, typed: typed + character };
}

function enter(state: MenuState): MenuState {
  const { choices, typed, wrong } = state;
  const entered = typed.trim();
  return choices.includes(entered)
    ? { ...state, answer: entered }
    : { ...state, typed: "", wrong: [...wrong, entered] };
}

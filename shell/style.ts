import type { ChalkInstance } from "chalk";
import type { InspectOptions } from "../src/index.js";
import { configuration } from "./configure/configuration.js";
import type { Color, Text } from "./configure/options.js";
import type { Paint } from "./highlight/index.js";

/** The colours of a shell; where there are none, texts pass as they are. */
export interface Style {
  /** A text in the colour that is configured for its kind. */
  color(name: Text, text: string): string;
  error(text: string): string;
  /** A heading of help texts. */
  heading(text: string): string;
  readonly inspect: Pick<InspectOptions, "color">;
  /** Colours code that is being typed; undefined where there are no colours. */
  readonly code: Paint | undefined;
}

const TEXTS: Readonly<Record<Text, Color>> = {
  evalResult: [],
  evalError: "red",
  evalInfo: "yellow",
  docHeadings: "bold",
  lsDirectory: "blue",
};

const KINDS: Readonly<Record<string, Color>> = {
  atom: "cyan",
  boolean: "magenta",
  comment: "gray",
  keyword: "blue",
  nil: "magenta",
  string: "green",
  number: "yellow",
};

let chalk: ChalkInstance | undefined;

/** Colours are loaded when somebody first wants them. */
export async function loadColors(): Promise<void> {
  if (chalk) return;
  const { Chalk } = await import("chalk");
  chalk = new Chalk({ level: 1 });
}

/**
 * The style of one shell; what is configured for the node holds for it at once.
 *
 * @param colors whether the device takes colours
 */
export async function createStyle(colors: boolean): Promise<Style> {
  const enabled = (): boolean => configuration().colors.enabled ?? colors;
  if (enabled()) await loadColors();
  const paint = (color: Color | undefined, text: string): string =>
    color !== undefined && enabled() ? painted(color, text) : text;
  const color = (name: Text, text: string): string => paint(configuration().colors[name] ?? TEXTS[name], text);
  return {
    color,
    error: (text) => color("evalError", text),
    heading: (text) => color("docHeadings", text),
    get inspect(): Pick<InspectOptions, "color"> {
      if (!enabled()) return {};
      return { color: (kind, text) => paint(configuration().colors.syntaxColors?.[kind] ?? KINDS[kind], text) };
    },
    get code(): Paint | undefined {
      if (!enabled()) return undefined;
      return (kind, text) => paint(configuration().colors.syntaxColors?.[kind] ?? KINDS[kind], text);
    },
  };
}

function painted(color: Color, text: string): string {
  const names = Array.isArray(color) ? color : [color];
  const pen = names.reduce((chain, name) => chain?.[name as "red"], chalk);
  return pen && names.length > 0 ? pen(text) : text;
}

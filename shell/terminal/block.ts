/**
 * How a block of several lines passes as one line through the I/O protocol, where a newline ends what
 * is read: a carriage return stands for each newline but the last.
 *
 * @example
 * blockOf(lineOf("a\nb")); // "a\nb"
 */
export function lineOf(block: string): string {
  return block.replaceAll("\n", "\r");
}

/** The block that a line stands for; Windows' line ends stay as they are. */
export function blockOf(line: string): string {
  return line.replace(/\r(?!\n)/g, "\n");
}

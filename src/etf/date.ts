import { atom, isTuple, tuple } from "../term/index.js";
import { writeRecord } from "./fields.js";
import type { Parts } from "./parts.js";
import { Refusal } from "./refusal.js";
import type { Writer } from "./writer.js";

type Fields = Readonly<Record<string, unknown>>;

const DATE_TIME = atom("Elixir.DateTime");
const ISO = atom("Elixir.Calendar.ISO");
/** Microseconds that a `Date` cannot hold or that were written otherwise, with the time they belong to. */
const finer = new WeakMap<Date, { time: number; microsecond: unknown }>();

/**
 * Writes a `Date` as Elixir's `DateTime` in UTC with milliseconds. One that was decoded from a
 * finer time, and not changed, is that time again.
 */
export function writeDate(writer: Writer, date: Date): Parts {
  const time = Date.prototype.getTime.call(date);
  if (Number.isNaN(time)) throw new Refusal("an invalid Date is no time");
  const remembered = finer.get(date);
  const utc = new Date(time);
  const microsecond = remembered?.time === time ? remembered.microsecond : tuple(utc.getUTCMilliseconds() * 1000, 3);
  return writeRecord(writer, date, fieldsOf(utc, microsecond));
}

function fieldsOf(utc: Date, microsecond: unknown): Fields {
  return {
    __struct__: DATE_TIME,
    calendar: ISO,
    day: utc.getUTCDate(),
    hour: utc.getUTCHours(),
    microsecond,
    minute: utc.getUTCMinutes(),
    month: utc.getUTCMonth() + 1,
    second: utc.getUTCSeconds(),
    std_offset: 0,
    time_zone: "Etc/UTC",
    utc_offset: 0,
    year: utc.getUTCFullYear(),
    zone_abbr: "UTC",
  };
}

/** A `DateTime` in UTC; undefined for one of another zone or calendar, or a time that is none (a leap second). */
export function readDate(struct: Fields): Date | undefined {
  const { microsecond } = struct;
  const millisecond = millisecondsOf(microsecond);
  if (millisecond === undefined) return undefined;
  const date = dateOf(struct, millisecond);
  if (date === undefined || !isSame(struct, fieldsOf(date, microsecond))) return undefined;
  if (!isPlainMillisecond(microsecond, millisecond)) finer.set(date, { time: date.getTime(), microsecond });
  return date;
}

function millisecondsOf(microsecond: unknown): number | undefined {
  if (!isTuple(microsecond) || microsecond.length !== 2) return undefined;
  const [count] = microsecond;
  return Number.isInteger(count) && (count as number) >= 0 && (count as number) < 1_000_000
    ? Math.floor((count as number) / 1000)
    : undefined;
}

function dateOf({ year, month, day, hour, minute, second }: Fields, millisecond: number): Date | undefined {
  const numbers = [year, month, day, hour, minute, second];
  if (!numbers.every(Number.isInteger)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year as number, (month as number) - 1, day as number);
  date.setUTCHours(hour as number, minute as number, second as number, millisecond);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function isSame(struct: Fields, fields: Fields): boolean {
  const names = Object.keys(struct);
  return names.length === Object.keys(fields).length && names.every((name) => struct[name] === fields[name]);
}

function isPlainMillisecond(microsecond: unknown, millisecond: number): boolean {
  const [count, precision] = microsecond as [unknown, unknown];
  return count === millisecond * 1000 && precision === 3;
}

/** Date and time as text: reading a layout, and what is wrong with a value that breaks it. */
/** Parts of a date and time, as written. */
export interface Moment {
    year: number;
    month: number;
    day: number;
    hour: number;
    minute: number;
    second: number;
}
/** Reads the numbers of `yyyy-MM-dd HH:mm:ss…`, in whatever range; undefined when the text has another form. */
export declare function momentOf(text: string): Moment | undefined;
/** True when every number is in its range; 24:00:00 is not. */
export declare function inRange({ month, day, hour, minute, second }: Moment): boolean;
/** True for 24:00:00, the end of a day. */
export declare function isEndOfDay({ hour, minute, second }: Moment): boolean;
/** True when the calendar has that day. A month past 12 is a question of range, not of the calendar. */
export declare function onCalendar({ year, month, day }: Moment): boolean;
/** Writes an instant (milliseconds since 1970) as `yyyy-MM-dd HH:mm:ss` in a zone. The last second of a zone is kept. */
export declare function written(instant: number, zone: string): string;
/** The instant (milliseconds since 1970) of a written moment in a zone; undefined when it is none. */
export declare function instantOf(text: string, zone: string): number | undefined;

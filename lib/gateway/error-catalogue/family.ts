/** HTTP status for the console's answer, what happened, what to do. */
export type Entry = readonly [status: number, meaning: string, advice: string];
export type Family = Readonly<Record<string, Entry>>;

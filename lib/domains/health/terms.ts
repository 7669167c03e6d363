/** What the browser needs of this domain. */

/** Bytes as the settings measure them: "4.2". */
export const gibibytes = (bytes: number) => (bytes / 1024 ** 3).toFixed(1);

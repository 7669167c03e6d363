/** How backup and restore end; the README lists the numbers. */
export const exitCodes = { done: 0, failed: 1, usage: 2, passphrase: 3, damaged: 4, refused: 5 } as const;

/** Why nothing came of it: one line with the remedy. */
export class Failure extends Error {
  constructor(
    readonly kind: Exclude<keyof typeof exitCodes, "done">,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "Failure";
  }
}

export type Say = (line: string) => void;

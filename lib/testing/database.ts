/** `dbTest` is vitest's `test` for files that have a database of their own (lib/testing/world.ts). */
export { expect, test as dbTest } from "vitest";

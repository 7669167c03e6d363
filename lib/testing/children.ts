/** Processes of our own for the tests, real ones. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect } from "vitest";

/** Ends it without a word, as a crash does. */
export async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Starts a script of this folder and waits until it says that it is ready; none outlives the test that started it. */
export function childrenFrom(folder: string): (script: string) => Promise<ChildProcess> {
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const each of children.splice(0)) if (each.exitCode === null && each.signalCode === null) await kill(each);
  });
  return async (script) => {
    const made = fork(join(folder, script), { execArgv: ["--import", "tsx"], stdio: "inherit" });
    children.push(made);
    const [message] = (await once(made, "message")) as [unknown];
    expect(message).toEqual({ ready: true });
    return made;
  };
}

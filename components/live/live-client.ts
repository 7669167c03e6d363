"use client";

import { type LiveMessage, LiveSource } from "./live-source";

/** Listens for `person`; returns what stops it. Another person signing in here gets a stream of their own. */
export function listen(person: string, hear: (message: LiveMessage) => void): () => void {
  return throughWorker(person, hear) ?? alone(hear);
}

function alone(hear: (message: LiveMessage) => void): () => void {
  const source = new LiveSource("/api/live", hear);
  return () => source.close();
}

function throughWorker(person: string, hear: (message: LiveMessage) => void): (() => void) | undefined {
  if (typeof SharedWorker === "undefined") return undefined;
  let worker: SharedWorker;
  try {
    worker = new SharedWorker(new URL("./live.worker.ts", import.meta.url), {
      type: "module",
      name: `gatehouse-live-${person}`,
    });
  } catch {
    return undefined;
  }
  let fallback: (() => void) | undefined;
  const { port } = worker;
  port.onmessage = (message: MessageEvent<LiveMessage>) => hear(message.data);
  // The script could not be loaded or run.
  worker.onerror = () => {
    fallback ??= alone(hear);
  };
  const hello = () => port.postMessage("hello");
  const bye = () => port.postMessage("bye");
  port.start();
  hello();
  // Back from the browser's memory: nothing was heard meanwhile.
  const shown = (event: PageTransitionEvent) => {
    hello();
    if (event.persisted) hear({ type: "reset" });
  };
  window.addEventListener("pageshow", shown);
  window.addEventListener("pagehide", bye);
  return () => {
    window.removeEventListener("pageshow", shown);
    window.removeEventListener("pagehide", bye);
    bye();
    port.close();
    fallback?.();
  };
}

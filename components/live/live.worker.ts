/** Runs as SharedWorker: one stream per browser, however many windows are open. */
import { type LiveMessage, LiveSource } from "./live-source";

const ports = new Set<MessagePort>();
let source: LiveSource | undefined;

function tell(message: LiveMessage) {
  for (const port of ports) port.postMessage(message);
  if (message.type === "ended") source = undefined;
}

addEventListener("connect", (event) => {
  const port = event instanceof MessageEvent ? event.ports[0] : undefined;
  if (port === undefined) return;
  ports.add(port);
  port.onmessage = (message: MessageEvent<"bye" | "hello">) => {
    if (message.data === "bye") {
      ports.delete(port);
      if (ports.size === 0) {
        source?.close();
        source = undefined;
      }
      return;
    }
    ports.add(port);
    source ??= new LiveSource("/api/live", tell);
    source.nudge();
    port.postMessage({ type: "connection", connection: source.present } satisfies LiveMessage);
  };
});

/** What the worker listens to: the gateway's three queues, and the access records where doors tell no queue. */
export const queueNames = ["alarms", "messages", "events", "access-records"] as const;
export type QueueName = (typeof queueNames)[number];

export const queueWords: Readonly<Record<QueueName, { name: string; about: string }>> = {
  alarms: { name: "Alarm queue", about: "Alarms with rule and priority." },
  messages: { name: "Message queue", about: "People at doors, intercom calls, vehicles." },
  events: { name: "Event queue (V2)", about: "Alarms and calls without rule and priority. Newer gateways have none." },
  "access-records": { name: "Access records", about: "Read now and then where doors tell no queue." },
};

/** missing: this gateway has no such queue. */
export const queueStates = ["starting", "running", "failing", "missing", "off"] as const;
export type QueueRunState = (typeof queueStates)[number];

import { Random } from "../random";
import { Queue } from "./queue";

export const QUEUE_NAMES = ["alarm", "combine", "rawmsg"] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** The three queues of an account (guide 5.3.1, 5.3.2, 5.4.1). */
export class Queues implements Record<QueueName, Queue> {
  readonly alarm: Queue;
  readonly combine: Queue;
  readonly rawmsg: Queue;
  /** Events made by control calls, for ids of their own. */
  emitted = 0;

  constructor(seed: string) {
    const queue = (name: QueueName) => new Queue(new Random(`${seed}/${name}`));
    this.alarm = queue("alarm");
    this.combine = queue("combine");
    this.rawmsg = queue("rawmsg");
  }
}

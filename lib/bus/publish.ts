import type { Queryable } from "@/lib/db/transaction";
import { areasOf, BusEvent, shortened } from "./events";

/**
 * Adds an event to the live bus; readers get it when `tx` commits, in commit order. Returns its sequence number.
 * Call it last in the transaction: from here to the commit no other transaction can publish.
 */
export async function publish(tx: Queryable, event: BusEvent): Promise<number> {
  const stored = BusEvent.parse(shortened(event));
  const { rows } = await tx.query<{ seq: string }>("SELECT bus_publish($1, $2::text[], $3::jsonb) AS seq", [
    stored.topic,
    areasOf(stored),
    JSON.stringify(stored),
  ]);
  return Number(rows[0]?.seq);
}

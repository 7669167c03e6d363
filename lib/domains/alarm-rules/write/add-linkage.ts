import type pg from "pg";
import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { command, judged, resultOf } from "@/lib/domains/commands/mirror";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { commandFailure, InvalidInputError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import type { InputOf } from "@/lib/gateway/endpoint";
import { addAlarmLinkages } from "@/lib/gateway/endpoints";
import { outcomeOf } from "@/lib/gateway/outcome";
import { ruleForChange } from "../read";
import type { AddLinkage, Linkage, LinkageConfig } from "../schema";
import { linkageWords } from "../terms";

interface Thing {
  id: string;
  name: string;
  areaId: string | null;
  areaName: string | null;
}

const tables = { cameraIds: "camera", outputIds: "alarm_output" } as const;

/** The cameras or outputs, in the order they were named. Throws InvalidInputError for one that the actor may not see. */
async function things(actor: Actor, field: keyof typeof tables, ids: readonly string[]): Promise<Thing[]> {
  const areas = await areasOf(actor);
  const { rows } = await pool().query<Thing>(
    `SELECT id, name, area_id AS "areaId", area_name AS "areaName" FROM ${tables[field]}
      WHERE id = ANY ($1) AND gone_at IS NULL AND ($2::text[] IS NULL OR area_id = ANY ($2))`,
    [ids, areas],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const thing = found.get(id);
    if (thing !== undefined) return thing;
    const message = "One of these is no longer there. Choose again.";
    throw new InvalidInputError(message, { fields: [{ field, message }] });
  });
}

const short = (name: string | null) => (name !== null && name.length <= 64 ? name : undefined);

function wire({ id, name, areaId, areaName }: Thing) {
  const [thing, area] = [short(name), short(areaName)];
  return {
    id,
    ...(thing === undefined ? {} : { name: thing }),
    ...(areaId === null ? {} : { areaId }),
    ...(area === undefined ? {} : { areaName: area }),
  };
}

type WireLinkage = InputOf<typeof addAlarmLinkages>["rules"][number]["linkages"][number];

/** What goes to the gateway, and what is remembered here. */
async function resolve(actor: Actor, asked: Linkage): Promise<{ linkage: WireLinkage; config: LinkageConfig }> {
  if (asked.kind === "email") {
    const { templateId } = asked;
    return { linkage: { type: "email", templateId }, config: { kind: "email", templateId } };
  }
  const named = (list: readonly Thing[]) => list.map(({ id, name }) => ({ id, name }));
  if (asked.kind === "alarmOutput") {
    const outputs = await things(actor, "outputIds", asked.outputIds);
    const { closeAfter } = asked;
    const close = closeAfter === null ? {} : { closeAfter };
    return {
      linkage: { type: "alarmOutput", outputs: some(outputs.map(wire)), ...close },
      config: { kind: "alarmOutput", outputs: named(outputs), closeAfter },
    };
  }
  const cameras = await things(actor, "cameraIds", asked.cameraIds);
  if (asked.kind === "record") {
    const { beforeSeconds, afterSeconds } = asked;
    return {
      linkage: { type: "record", cameras: some(cameras.map(wire)), beforeSeconds, afterSeconds },
      config: { kind: "record", cameras: named(cameras), beforeSeconds, afterSeconds },
    };
  }
  const { intervalSeconds, when } = asked;
  return {
    linkage: { type: "capture", cameras: some(cameras.map(wire)), intervalSeconds, when },
    config: { kind: "capture", cameras: named(cameras), intervalSeconds, when },
  };
}

function some<T>([first, ...rest]: readonly T[]): [T, ...T[]] {
  if (first === undefined) throw new Error("A linkage needs something to link.");
  return [first, ...rest];
}

interface Remembered {
  ruleId: string;
  config: LinkageConfig;
  result: "done" | "unknown";
  itemId: string | null;
}

/** The gateway never tells it again, so what was set is kept here. */
async function remember(tx: pg.PoolClient, actor: Actor, { ruleId, config, result, itemId }: Remembered) {
  await tx.query(
    `INSERT INTO alarm_rule_linkage (id, rule_id, kind, config, result, item_id, set_by)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)`,
    [ruleId, config.kind, JSON.stringify(config), result, itemId, actor.userId],
  );
  await publish(tx, { topic: "mirror", kind: "alarm-rules", ids: [ruleId], areaIds: [] });
}

/**
 * Has a rule do something besides telling. It cannot be undone from here. Throws NotFoundError, ForbiddenError,
 * InvalidInputError, and GatewayError: `maybeDone` means that it is remembered as unknown. Guide 5.3.3.
 */
export async function addLinkage(
  actor: Actor,
  ruleId: string,
  { linkage: asked }: AddLinkage,
  signal: AbortSignal,
): Promise<CommandResult> {
  permit(actor, "alarm-rules:write");
  const rule = await ruleForChange(actor, ruleId);
  const { linkage, config } = await resolve(actor, asked);
  const request: InputOf<typeof addAlarmLinkages> = { rules: [{ ruleId, linkages: [linkage] }] };
  const outcomeFor = (answer: Awaited<ReturnType<typeof send>>) =>
    addAlarmLinkages.outcome?.(answer, request) ?? outcomeOf([]);
  const send = () => gateway().call(addAlarmLinkages, request, { lane: "interactive", signal });
  const objects = [{ kind: "alarm rule", id: ruleId, name: rule.name }];
  const input = { action: "alarm-rule.linkage", objects, details: { linkage: config } } as const;
  let answer: Awaited<ReturnType<typeof send>>;
  try {
    answer = await command(actor, input, [], {
      send,
      judge: (value) => {
        const { result, code } = judged(outcomeFor(value));
        return { result, code, details: input.details };
      },
      store: async (tx, value) => {
        const { result } = outcomeFor(value);
        if (result === "refused") return;
        const itemId = value.linkages[0]?.id ?? null;
        await remember(tx, actor, { ruleId, config, result: result === "unknown" ? "unknown" : "done", itemId });
      },
    });
  } catch (error) {
    if (commandFailure(error).result === "unknown") {
      await transaction((tx) => remember(tx, actor, { ruleId, config, result: "unknown", itemId: null }));
    }
    throw error;
  }
  const items = outcomeFor(answer).items.map((item) => ({ ...item, name: linkageWords[config.kind] }));
  return resultOf(items, new Map());
}

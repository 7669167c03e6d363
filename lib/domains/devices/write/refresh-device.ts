import { permit, type Actor } from "@/lib/auth/actor";
import { command, judged, rereadEach, resultOf } from "@/lib/domains/commands/mirror";
import { changeRow } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { refreshDevice as refreshEndpoint } from "@/lib/gateway/endpoints";
import { outcomeOf } from "@/lib/gateway/outcome";
import { deviceMirror, rereadDevice } from "../mirror";
import { deviceForChange } from "../read";
import type { RefreshedDevice } from "../schema";

/**
 * Has the gateway ask a device for its state. That it did not answer is a result, not an error. Throws NotFoundError,
 * ForbiddenError and GatewayError. Guide 5.2.1.
 */
export async function refreshDevice(actor: Actor, id: string, signal: AbortSignal): Promise<RefreshedDevice> {
  permit(actor, "devices:write");
  const { name, serial } = await deviceForChange(actor, id);
  const objects = [{ kind: "device", id, name }];
  const outcomeFor = (answer: { deviceId: string | null; online: RefreshedDevice["state"]; code: string | null }) =>
    refreshEndpoint.outcome?.({ ...answer, online: answer.online ?? "unknown" }, { deviceId: id }) ?? outcomeOf([]);
  const answer = await command(actor, { action: "device.refresh", objects }, ["devices"], {
    send: () => gateway().call(refreshEndpoint, { deviceId: id }, { lane: "interactive", signal }),
    judge: (value) => {
      const { result, code } = judged(outcomeFor(value));
      return { result, code, details: { state: value.online } };
    },
    store: async (tx, { code, online }) => {
      if (code === null && online !== "unknown") await changeRow(tx, deviceMirror, id, { online });
    },
    storesAll: true,
    reread: (again) => rereadEach([serial], ["devices"], (one) => rereadDevice(one, again)),
  });
  const result = resultOf(outcomeFor(answer).items, new Map([[id, name]]));
  return { ...result, state: answer.code === null ? answer.online : null };
}

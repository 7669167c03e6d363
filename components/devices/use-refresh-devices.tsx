"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useRef, useState } from "react";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { insist } from "@/components/ui/insist";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import type { ItemResult } from "@/lib/domains/commands/schema";
import { refreshDevice } from "@/lib/domains/devices/queries";
import { ApiProblem } from "@/lib/http/fetcher";

const RefreshDialog = dynamic(() => insist(() => import("./refresh-dialog")).then((module) => module.RefreshDialog), {
  ssr: false,
});

interface Named {
  id: string;
  name: string;
}

/** A call that failed as a whole, as the result of the one device it was about. */
function failed({ id, name }: Named, error: unknown): ItemResult {
  const { title, advice, code } = trouble(error);
  const unknown = error instanceof ApiProblem && error.outcome === "unknown";
  return {
    id,
    name,
    result: unknown ? "unknown" : "refused",
    code: code ?? null,
    meaning: title,
    advice: advice ?? null,
  };
}

async function refreshOne(device: Named, signal: AbortSignal): Promise<{ item: ItemResult; state: string | null }> {
  try {
    const { items, state } = await refreshDevice(device.id, signal);
    return { item: items[0] ?? failed(device, undefined), state };
  } catch (error) {
    return { item: failed(device, error), state: null };
  }
}

export interface RefreshDevices {
  busy: boolean;
  run: (devices: readonly Named[]) => void;
  dialog: ReactNode;
}

/** Asks devices for their state, one after the other, and shows each result as it comes. */
export function useRefreshDevices(): RefreshDevices {
  const readAnew = useReadAnew();
  const [asked, setAsked] = useState<readonly Named[]>([]);
  const [items, setItems] = useState<readonly ItemResult[]>([]);
  const [busy, setBusy] = useState(false);
  const stop = useRef<AbortController>(undefined);

  async function work(devices: readonly Named[]) {
    const control = new AbortController();
    stop.current = control;
    setAsked(devices);
    setItems([]);
    setBusy(true);
    const results: ItemResult[] = [];
    let last: string | null = null;
    for (const device of devices) {
      const { item, state } = await refreshOne(device, control.signal);
      if (control.signal.aborted) break;
      last = state;
      results.push(item);
      setItems([...results]);
    }
    setBusy(false);
    readAnew("devices");
    if (devices.length === 1 && results[0]?.result === "done") {
      setAsked([]);
      toast.done({ title: last === null ? "Device answered" : `Device is ${last}` });
    }
  }

  function close() {
    stop.current?.abort();
    setAsked([]);
  }

  return {
    busy,
    run: (devices) => void work(devices),
    dialog:
      asked.length === 0 ? null : <RefreshDialog count={asked.length} items={items} busy={busy} onClose={close} />,
  };
}

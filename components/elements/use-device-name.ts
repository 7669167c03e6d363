"use client";

import { useQuery } from "@tanstack/react-query";
import { deviceQueries } from "@/lib/domains/devices/queries";

/** How a set filter reads: the device's name, or its id while that is not known. */
export function useDeviceName(id: string | null): string | undefined {
  const { data } = useQuery({ ...deviceQueries.detail(id ?? ""), enabled: id !== null });
  return data?.name;
}

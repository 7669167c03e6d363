"use client";

import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { Missing } from "@/components/mirror/detail-states";
import { deviceQueries } from "@/lib/domains/devices/queries";

export default function DeviceNotFound() {
  const { id } = useParams<{ id: string }>();
  // Asked once more for the reason: one that has gone says since when.
  const { error } = useQuery({ ...deviceQueries.detail(decodeURIComponent(id)), retry: false });
  return <Missing noun="device" parent={{ label: "Devices", href: "/devices" }} error={error} />;
}

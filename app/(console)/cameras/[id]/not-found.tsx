"use client";

import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { Missing } from "@/components/mirror/detail-states";
import { cameraQueries } from "@/lib/domains/cameras/queries";

export default function CameraNotFound() {
  const { id } = useParams<{ id: string }>();
  // Asked once more for the reason: one that has gone says since when.
  const { error } = useQuery({ ...cameraQueries.detail(decodeURIComponent(id)), retry: false });
  return <Missing noun="camera" parent={{ label: "Cameras", href: "/cameras" }} error={error} />;
}

import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cache } from "react";
import { requirePage } from "@/lib/auth/page";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import { readCamera } from "@/lib/domains/cameras/read";
import { prefetchDetail } from "../../_components/prefetch";
import { CameraPage } from "./client";

interface Props {
  params: Promise<{ id: string }>;
}

const idOf = async (params: Props["params"]) => decodeURIComponent((await params).id);

/** Once for the title and the page. */
const camera = cache(async (id: string) => {
  const actor = await requirePage("cameras:read", `/cameras/${encodeURIComponent(id)}`);
  return readCamera(actor, id);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await camera(await idOf(params)).catch(() => null);
  return { title: found?.name ?? "Camera" };
}

export default async function Page({ params }: Props) {
  const id = await idOf(params);
  await requirePage("cameras:read", `/cameras/${encodeURIComponent(id)}`);
  const queries = new QueryClient();
  await prefetchDetail(queries, cameraQueries.detail(id), () => camera(id));
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <CameraPage id={id} />
    </HydrationBoundary>
  );
}
